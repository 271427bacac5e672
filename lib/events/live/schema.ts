import type { EventSummary } from '../schema.ts';

/** What the live stream says, by the name of the server-sent event. */
export type LiveMessage =
  | { type: 'event'; data: EventSummary }
  /** From here on one event in so many is shown, because more match than a person can follow. */
  | { type: 'rate'; data: { one_in: number } }
  /** Events before this moment were passed over: the reader was away for too long. */
  | { type: 'gap'; data: { from: string } }
  /** The stream is over; only after `shutdown` does it help to come back. */
  | { type: 'end'; data: { reason: 'not_allowed' | 'shutdown' } };
