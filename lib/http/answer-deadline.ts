import { answeredWithin } from '#lib/platform/answered-within.ts';
import { AppError } from '#lib/platform/errors.ts';

/** Events are taken within half a second of their request being complete, or refused; a little is left for the way out. */
const ANSWER_WITHIN_MS = 490;
/** Whoever lost no more than this before is held to the limit of the queue itself, 450 ms, and needs no timer here. */
const SPARE_MS = 30;

/** When the time of a request began, by `performance.now()`: the sender's own slowness with its body moves it on. */
export type AnswerDeadline = { fromMs: number };

export const startDeadline = (): AnswerDeadline => ({ fromMs: performance.now() });

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
