import { deleteMailsBefore } from './repo.ts';

const KEPT_MS = 30 * 86_400_000;

/** What was sent a month ago tells nobody anything any more. */
export async function forgetOldAccountMails(now: Date): Promise<void> {
  await deleteMailsBefore(new Date(now.getTime() - KEPT_MS));
}
