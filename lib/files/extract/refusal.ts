import type { UnscannableReason } from './schema.ts';

/** Thrown inside an extraction; `refusalOf` reads it. */
export function refusal(reason: UnscannableReason, cause?: unknown): Error {
  return Object.assign(new Error(`unscannable: ${reason}`, { cause }), { unscannable: reason });
}

/** What an extraction threw: a refusal of ours, or a library's complaint about what it was given. */
export function refusalOf(error: unknown): UnscannableReason {
  const reason = (error as { unscannable?: UnscannableReason } | null)?.unscannable;
  return reason ?? 'malformed';
}
