import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { permissionSet } from '../authz/permission-set.ts';
import type { Context } from '../context.ts';
import { hashPassword } from '../password.ts';
import { requireGoodPassword } from '../require-good-password.ts';
import { revokeSessions } from '../session-repo.ts';
import { announceMail, tellChange } from './queue-account-mail.ts';
import { dropLinks, type LinkRow, proveAccount, spendLink } from './repo.ts';
import { deadLink, requireLink, throttleLink } from './require-link.ts';
import type { AccountLink, LinkUse } from './schema.ts';

const ACTIONS = {
  reset: 'users.reset_password',
  invitation: 'users.accept_invitation',
  verification: 'users.verify_email',
} as const;

/**
 * Opens a link, once: sets the password it is for, or takes the address for confirmed. A new password ends every session;
 * a second factor stays (OWASP ASVS 5.0, 6.4.3). Nobody is signed in by it.
 * @throws AppError `not_found` (dead link), `invalid` (password missing, short or too easily guessed), `rate_limited`.
 */
export async function useAccountLink(ctx: Context, { token, password }: LinkUse): Promise<AccountLink> {
  await throttleLink(ctx.address);
  const link = await requireLink(ctx.db, token);
  const purpose = link.purpose as AccountLink['purpose'];
  const passwordHash = purpose === 'verification' ? null : await hashOf(password, link);
  const { user } = link;
  const actor = {
    type: 'user',
    id: user.id,
    email: user.email,
    held: permissionSet([]),
    sessionId: '',
  } as const;
  const mail = await inTransaction({ ...ctx, actor }, async (tx) => {
    if (!(await spendLink(tx.db, link.id))) throw deadLink();
    const emailVerifiedAt = clock.now();
    const set = passwordHash === null ? {} : { passwordHash, invitedAt: null };
    await proveAccount(tx.db, user.id, { emailVerifiedAt, ...set });
    const ended =
      passwordHash === null ? 0 : await revokeSessions(tx.db, { userId: user.id }, emailVerifiedAt);
    if (passwordHash !== null) await dropLinks(tx.db, user.id, ['reset', 'invitation']);
    const subject = { subjectType: 'user', subjectId: user.id } as const;
    await recordAudit(tx, { action: ACTIONS[purpose], ...subject, after: { sessions_ended: ended } });
    if (purpose !== 'reset') return null;
    return tellChange(tx, { userId: user.id, address: user.email, change: 'password' });
  });
  await announceMail(mail);
  const { email, name } = user;
  return { purpose, email, name, expires_at: link.expiresAt.toISOString() };
}

async function hashOf(password: string | undefined, { user }: LinkRow): Promise<string> {
  if (password === undefined) {
    throw new AppError('invalid', 'The password is missing.', {
      details: { errors: [{ path: 'password', message: 'is needed: this link sets it' }] },
    });
  }
  await requireGoodPassword(password, user);
  return hashPassword(password);
}
