import { clock } from '#lib/platform/clock.ts';
import { dial } from '#lib/platform/dial.ts';
import { isAppError } from '#lib/platform/errors.ts';
import { outboundFetch } from '#lib/platform/fetch.ts';
import { log } from '#lib/platform/log.ts';
import type { Message, Outcome, SendIo } from './destination.ts';
import type { OpenDestination } from './open-destination.ts';
import { outboundAllow } from './outbound.ts';
import { shapeMessage } from './shape-message.ts';

/** The world as a destination's `send` may touch it. */
function sendIo(timeoutMs: number): SendIo {
  const until = performance.now() + timeoutMs;
  const remainingMs = (): number => Math.max(1, Math.ceil(until - performance.now()));
  return {
    fetch: (url, call) => outboundFetch(url, { ...call, timeoutMs: remainingMs(), allow: outboundAllow() }),
    dial: (call) => dial({ ...call, timeoutMs: remainingMs(), allow: outboundAllow() }),
    remainingMs,
    now: () => clock.now(),
    writeLine: (level, fields, text) => log[level](fields, text),
  };
}

/** Sends once. A fault of our own is logged and counts as an attempt: it must not stop the others. */
export async function sendOnce(destination: OpenDestination, message: Message): Promise<Outcome> {
  try {
    const shaped = shapeMessage(destination.template, message);
    return await destination.contract.send(destination.config, shaped, sendIo(destination.timeoutMs));
  } catch (error) {
    const request = { method: '', url: '', headers: {}, body: '' };
    // What the settings cannot make of this event, they may make after the next change.
    if (isAppError(error) && error.code === 'invalid') {
      return { result: 'refused', error: error.message, request };
    }
    log.error(
      { err: error, destination_id: destination.id, delivery_id: message.id },
      'a delivery failed inside',
    );
    return {
      result: 'unreachable',
      error: 'The delivery failed inside this product; its log says why.',
      request,
    };
  }
}
