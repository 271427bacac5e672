import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Context } from './context.ts';
import { announceMail, tellChange } from './links/queue-account-mail.ts';
import { dropLinks } from './links/repo.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { requireGoodPassword } from './require-good-password.ts';
import type { PasswordChange } from './schema.ts';
import { revokeSessions } from './session-repo.ts';
import { throttleLogin } from './throttle-login.ts';
import { findUserForLogin, setPasswordHash } from './user-repo.ts';

function refuse(path: string, message: string): never {
  throw new AppError('bad_request', `The ${path.replace('_', ' ')} ${message}.`, {
    details: { errors: [{ path, message }] },
  });
}

/**
 * Changes the caller's own password and ends every other session of his. Wrong old passwords count as sign-in
 * attempts. @throws AppError `forbidden` (somebody else's), `bad_request` (old one wrong), `rate_limited`.
 */
export async function changePassword(ctx: Context, userId: string, change: PasswordChange): Promise<void> {
  const { actor } = ctx;
  if (actor.type !== 'user' || actor.id !== userId) {
    throw new AppError('forbidden', 'A password is changed by its owner alone.');
  }
  const attempt = await throttleLogin(actor.email, ctx.address);
  const user = await findUserForLogin(ctx.db, { id: userId });
  const isRight = await verifyPassword(change.old_password, user?.passwordHash ?? null);
  if (!isRight) refuse('old_password', 'is wrong');
  await attempt.succeed();
  if (change.new_password === change.old_password) refuse('new_password', 'is the old one');
  const owner = { email: actor.email, name: user?.name };
  await requireGoodPassword(change.new_password, owner, 'new_password');
  const passwordHash = await hashPassword(change.new_password);
  const mail = await inTransaction(ctx, async (tx) => {
    await setPasswordHash(tx.db, userId, passwordHash);
    const ended = await revokeSessions(tx.db, { userId, exceptId: actor.sessionId }, clock.now());
    const subject = { subjectType: 'user', subjectId: userId } as const;
    await recordAudit(tx, { action: 'users.change_password', ...subject, after: { sessions_ended: ended } });
    await dropLinks(tx.db, userId, ['reset']);
    return tellChange(tx, { userId, address: actor.email, change: 'password' });
  });
  await announceMail(mail);
}
