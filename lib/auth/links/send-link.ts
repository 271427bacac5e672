import { recordAudit } from '#lib/audit/record-audit.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { takeTry } from '#lib/platform/throttle.ts';
import { actorName, type Context } from '../context.ts';
import { isSelf } from '../is-self.ts';
import { requirePermission } from '../require-permission.ts';
import { requireReach } from '../require-reach.ts';
import { requireUser } from '../require-user.ts';
import { heldNames } from '../user-repo.ts';
import { announceMail, queueAccountMail, requireMail } from './queue-account-mail.ts';

/** Nobody has somebody else's box flooded by giving its address as his own. */
const PER_USER = { triesPerWindow: 3, windowSeconds: 900 };
const TO_USER = { subjectType: 'user' } as const;

/**
 * Sends the invitation once more; the link of the one before opens nothing from then on.
 * @throws AppError `conflict` (no mail server; the invitation was accepted), `forbidden`, `not_found`.
 */
export async function sendInvitation(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'users:write');
  await requireMail();
  const mail = await inTransaction(ctx, async (tx) => {
    const user = await requireUser(tx.db, id);
    requireReach(ctx, await heldNames(tx.db, id));
    if (!user.invitedAt) throw new AppError('conflict', 'This user has chosen a password already.');
    await recordAudit(tx, {
      action: 'users.invite',
      ...TO_USER,
      subjectId: id,
      after: { email: user.email },
    });
    const data = { inviter: actorName(ctx.actor) };
    return queueAccountMail(tx, { kind: 'invitation', userId: id, address: user.email, data });
  });
  await announceMail(mail);
}

/**
 * Sends whoever asks a link that confirms his own address.
 * @throws AppError `conflict` (no mail server; confirmed already), `forbidden` (somebody else's), `rate_limited`.
 */
export async function sendVerification(ctx: Context, id: string): Promise<void> {
  if (!isSelf(ctx, id)) throw new AppError('forbidden', 'An address is confirmed by its owner alone.');
  await requireMail();
  if (!(await takeTry({ key: `verification:${id}`, ...PER_USER }))) {
    throw new AppError('rate_limited', 'Three links were sent already; look among the unwanted mail.', {
      details: { retryAfterSeconds: PER_USER.windowSeconds },
    });
  }
  const mail = await inTransaction(ctx, async (tx) => {
    const user = await requireUser(tx.db, id);
    if (user.emailVerifiedAt) throw new AppError('conflict', 'This address is confirmed already.');
    const action = 'users.start_email_verification';
    await recordAudit(tx, { action, ...TO_USER, subjectId: id, after: { email: user.email } });
    return queueAccountMail(tx, { kind: 'verification', userId: id, address: user.email });
  });
  await announceMail(mail);
}

/**
 * Has a link to set a new password sent to a user: an administrator never chooses it (OWASP ASVS 5.0, 6.4.6). Until
 * the link is used the old password stays.
 * @throws AppError `conflict` (no mail server; invited or disabled), `forbidden`, `not_found`.
 */
export async function startPasswordReset(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'users:write');
  await requireMail();
  const mail = await inTransaction(ctx, async (tx) => {
    const user = await requireUser(tx.db, id);
    requireReach(ctx, await heldNames(tx.db, id));
    if (user.invitedAt)
      throw new AppError('conflict', 'This user has no password yet: send the invitation again.');
    if (!user.enabled) throw new AppError('conflict', 'This user is disabled.');
    const action = 'users.start_password_reset';
    await recordAudit(tx, { action, ...TO_USER, subjectId: id, after: { email: user.email } });
    return queueAccountMail(tx, { kind: 'password_reset', userId: id, address: user.email });
  });
  await announceMail(mail);
}
