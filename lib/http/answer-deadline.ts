import { answeredWithin } from '#lib/platform/answered-within.ts';
import { AppError } from '#lib/platform/errors.ts';

/**
 * Events are taken within half a second of their request being complete, or refused. The rest is for the way out: when the
 * store stalls, all who wait are refused in the same moment, and their answers leave one after the other.
 */
const ANSWER_WITHIN_MS = 440;
/** Whoever lost no more than this before is held to the limit of the queue itself, 400 ms, and needs no timer here. */
const SPARE_MS = 30;

/** When the time of a request began, by `performance.now()`: the sender's own slowness with its body moves it on. */
export type AnswerDeadline = { fromMs: number };

let turnFromMs: number | null = null;

/**
 * When this turn of the event loop began. What it brings was readable by then: a request that comes up last has waited for
 * all before it, and its sender with it.
 */
function turnMs(): number {
  if (turnFromMs === null) {
    turnFromMs = performance.now();
    setImmediate(() => {
      turnFromMs = null;
    });
  }
  return turnFromMs;
}

export const startDeadline = (): AnswerDeadline => ({ fromMs: turnMs() });

const spentMs = ({ fromMs }: AnswerDeadline): number => performance.now() - fromMs;

/** @throws AppError `unavailable` past the deadline, also when the events were stored meanwhile: late is as good as never. */
function requireInTime(deadline: AnswerDeadline): void {
  if (spentMs(deadline) <= ANSWER_WITHIN_MS) return;
  throw new AppError('unavailable', 'The store took too long to answer.', {
    details: { retryAfterSeconds: 1 },
  });
}

/** Waits for the sender; a body that was there already has nothing to wait for. */
export async function readInTime<T>(
  deadline: AnswerDeadline,
  { isComplete }: { isComplete?: () => boolean },
  read: () => Promise<T>,
): Promise<T> {
  requireInTime(deadline);
  if (isComplete?.()) return read();
  const readFromMs = performance.now();
  const body = await read();
  deadline.fromMs += performance.now() - readFromMs;
  return body;
}

/** Stores within what is left. */
export async function storeInTime<T>(deadline: AnswerDeadline, store: () => Promise<T>): Promise<T> {
  requireInTime(deadline);
  const spent = spentMs(deadline);
  const stored = await (spent <= SPARE_MS ? store() : answeredWithin(ANSWER_WITHIN_MS - spent, store()));
  requireInTime(deadline);
  return stored;
}
