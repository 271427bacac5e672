import type { Context } from '#lib/auth/context.ts';
import { isMailSetUp } from '#lib/mail/is-mail-set-up.ts';
import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { log } from '#lib/platform/log.ts';
import { enqueue } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import type { AccountMail, Change } from './account-mail-words.ts';
import { insertMail } from './repo.ts';

/** Writes down that a mail has to go out, with the caller's commit; `announceMail` then has it sent. */
export async function queueAccountMail(ctx: Context, mail: AccountMail): Promise<string> {
  const id = uuidv7();
  const { kind, userId, address, data = {} } = mail;
  await insertMail(ctx.db, { id, kind, userId, address, data, createdAt: clock.now() });
  return id;
}

/**
 * Once the mail is committed. What fails here loses nothing: each minute those that nobody was told of are looked for.
 */
export async function announceMail(id: string | null): Promise<void> {
  if (id === null) return;
  try {
    await enqueue('send-account-mail', { id });
    wakeWorkers('send-account-mail');
  } catch (error) {
    log.warn({ err: error, mail: id }, 'a mail waits for the next look');
  }
}

/** @throws AppError `conflict`, in these words, where the product cannot send mail. */
export async function requireMail(words = 'No mail server is set up (Mail, under Govern).'): Promise<void> {
  if (await isMailSetUp()) return;
  throw new AppError('conflict', words, { details: { extra: { message: words } } });
}

/** Tells a user what of his account has changed, at the address given (OWASP ASVS 5.0, 6.3.7). */
export function tellChange(
  ctx: Context,
  { userId, address, change }: { userId: string; address: string; change: Change },
): Promise<string | null> {
  const data = { change, address: ctx.address ?? 'an unknown address' };
  return queueIfPossible(ctx, { kind: 'change', userId, address, data });
}

/** The same where a mail is only a courtesy: null where none can be sent. */
export async function queueIfPossible(ctx: Context, mail: AccountMail): Promise<string | null> {
  return (await isMailSetUp()) ? queueAccountMail(ctx, mail) : null;
}
