import { clock } from '#lib/platform/clock.ts';
import { dial, guardedSocketOptions, openSocket } from '#lib/platform/dial.ts';
import { isAppError } from '#lib/platform/errors.ts';
import { outboundFetch } from '#lib/platform/fetch.ts';
import { log } from '#lib/platform/log.ts';
import { outboundAllow } from '#lib/platform/outbound-allow.ts';
import type { Message, Outcome, SendIo } from './destination.ts';
import { type LinkSlot, makeLinkSlot } from './link-slot.ts';
import type { OpenDestination } from './open-destination.ts';
import { shapeMessage } from './shape-message.ts';

/** The world as a destination's `send` may touch it. */
function sendIo(timeoutMs: number): Omit<SendIo, 'link'> {
  const until = performance.now() + timeoutMs;
  const remainingMs = (): number => Math.max(1, Math.ceil(until - performance.now()));
  return {
    fetch: (url, call) => outboundFetch(url, { ...call, timeoutMs: remainingMs(), allow: outboundAllow() }),
    dial: (call) => dial({ ...call, timeoutMs: remainingMs(), allow: outboundAllow() }),
    socketOptions: (call) => guardedSocketOptions({ ...call, allow: outboundAllow() }),
    openSocket: (call) => openSocket({ ...call, allow: outboundAllow() }),
    remainingMs,
    now: () => clock.now(),
    writeLine: (level, fields, text) => log[level](fields, text),
  };
}

const NOTHING_SENT = { method: '', url: '', headers: {}, body: '' };

/** What the settings cannot make of this event, they may make after the next change; anything else is our own fault. */
function faultOf({ id }: OpenDestination, message: Message, error: unknown): Outcome {
  if (isAppError(error) && error.code === 'invalid') {
    return { result: 'refused', error: error.message, request: NOTHING_SENT };
  }
  log.error({ err: error, destination_id: id, delivery_id: message.id }, 'a delivery failed inside');
  return {
    result: 'unreachable',
    error: 'The delivery failed inside this product; its log says why.',
    request: NOTHING_SENT,
  };
}

/**
 * Sends once, over the link in the slot; without a slot, a link is opened for this message alone. A fault of our own is
 * logged and counts as an attempt: it must not stop the others.
 */
export async function sendOnce(
  destination: OpenDestination,
  message: Message,
  slot?: LinkSlot,
): Promise<Outcome> {
  const { contract, config } = destination;
  const io = sendIo(destination.timeoutMs);
  const own = slot ?? makeLinkSlot();
  const link = own.begin(io.remainingMs);
  let outcome: Outcome;
  try {
    const shaped = shapeMessage(destination.template, message);
    outcome = await contract.send(config, shaped, { ...io, link: link.use });
  } catch (error) {
    outcome = faultOf(destination, message, error);
  }
  link.end(outcome.result === 'delivered' || outcome.result === 'refused');
  if (slot === undefined) await own.close();
  return outcome;
}
