import { AppError } from '#lib/platform/errors.ts';

const places = new WeakMap<object, number>();

/** The scan of a batch ended with a thread; `place` is that of the document it was at, negative before the first. */
export function scanFailure(place: number, cause?: unknown): AppError {
  const failure = new AppError('internal', 'The scanner failed', { cause });
  if (place >= 0) places.set(failure, place);
  return failure;
}

/** The place in its batch of the document that a scan ended at; null for any other error. */
export function documentAtFault(error: unknown): number | null {
  return typeof error === 'object' && error !== null ? (places.get(error) ?? null) : null;
}
