import { deleteChallengesBefore } from './repo.ts';

/** What no authenticator answered in time. */
export async function forgetOldChallenges(now: Date): Promise<void> {
  await deleteChallengesBefore(now);
}
