import { clock } from '#lib/platform/clock.ts';
import { deleteSessionsOverSince } from './session-repo.ts';

const KEPT_AFTER_END_MS = 7 * 86_400_000;

/** Deletes what can no longer be used: sessions that were over a week ago. Answers how many rows. */
export async function forgetExpired(): Promise<number> {
  return deleteSessionsOverSince(new Date(clock.now().getTime() - KEPT_AFTER_END_MS));
}
