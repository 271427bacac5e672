import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Context } from '../context.ts';
import { isSelf } from '../is-self.ts';
import type { Change } from '../links/account-mail-words.ts';
import { announceMail, tellChange } from '../links/queue-account-mail.ts';
import { requireOwnPassword } from '../require-own-password.ts';
import { requirePermission } from '../require-permission.ts';
import { requireReach } from '../require-reach.ts';
import { requireUser } from '../require-user.ts';
import { revokeSessions } from '../session-repo.ts';
import { heldNames } from '../user-repo.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import { countFactors, countRecoveryCodes, replaceRecoveryCodes } from './repo.ts';

/** @throws AppError `forbidden`: nobody puts a factor of his own into somebody else's account. */
export function requireSelf(ctx: Context, id: string): void {
  if (!isSelf(ctx, id)) throw new AppError('forbidden', 'Second factors are added by their owner alone.');
}

/**
 * One's own with the password; somebody else's, who has lost his, by who manages users.
 * @throws AppError `bad_request`, `forbidden`, `not_found`.
 */
export async function requireRemover(ctx: Context, id: string, password: string | undefined): Promise<void> {
  if (isSelf(ctx, id)) {
    await requireOwnPassword(ctx, id, { password, what: 'A change of the own second factors' });
    return;
  }
  requirePermission(ctx, 'users:write');
  await requireUser(ctx.db, id);
  requireReach(ctx, await heldNames(ctx.db, id));
}

type FactorChange = {
  userId: string;
  action: string;
  change: Change;
  what: object;
  /** @throws AppError when there is nothing to change. */
  carryOut: (tx: Context) => Promise<void>;
};

/**
 * Carries out a change of factors: other sessions end (OWASP ASVS 5.0, 7.4.3), the owner is told, the last factor takes the
 * recovery codes along, the first one brings them.
 */
export async function changeFactors(ctx: Context, change: FactorChange): Promise<string[] | null> {
  const { userId } = change;
  const { codes, mail } = await inTransaction(ctx, async (tx) => {
    await change.carryOut(tx);
    const { totp, passkey } = await countFactors(tx.db, userId);
    if (!totp && !passkey) await replaceRecoveryCodes(tx.db, userId, []);
    const isBare = (totp || passkey) && (await countRecoveryCodes(tx.db, userId)) === 0;
    const made = isBare && isSelf(ctx, userId) ? await renewRecoveryCodes(tx.db, userId) : null;
    const exceptId = tx.actor.type === 'user' && isSelf(tx, userId) ? { exceptId: tx.actor.sessionId } : {};
    await revokeSessions(tx.db, { userId, ...exceptId }, clock.now());
    const subject = { subjectType: 'user', subjectId: userId } as const;
    await recordAudit(tx, { action: change.action, ...subject, after: change.what });
    const { email: address } = await requireUser(tx.db, userId);
    return { codes: made, mail: await tellChange(tx, { userId, address, change: change.change }) };
  });
  await announceMail(mail);
  return codes;
}
