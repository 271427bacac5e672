import { clock } from '#lib/platform/clock.ts';
import { deleteUsedTokens } from './once-repo.ts';
import { deleteSessionsOverSince } from './session-repo.ts';

const KEPT_AFTER_END_MS = 7 * 86_400_000;

/** Deletes what can no longer be used: sessions that were over a week ago, the marks of used tokens. Answers how many rows. */
export async function forgetExpired(): Promise<number> {
  const now = clock.now();
  const sessions = await deleteSessionsOverSince(new Date(now.getTime() - KEPT_AFTER_END_MS));
  return sessions + (await deleteUsedTokens(now));
}
