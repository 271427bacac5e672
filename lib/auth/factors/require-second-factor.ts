import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { permissionSet } from '../authz/permission-set.ts';
import type { Context } from '../context.ts';
import { announceMail, tellChange } from '../links/queue-account-mail.ts';
import type { LoginUser } from '../user-repo.ts';
import { hashRecoveryCode } from './recovery-codes.ts';
import { countFactors, type FactorCounts, findAuthenticator, takeRecoveryCode, takeStep } from './repo.ts';
import { stepOfCode } from './totp.ts';

function refuse(factors: FactorCounts, detail: string): never {
  throw new AppError('unauthenticated', detail, {
    details: { extra: { second_factor: factors, message: detail } },
  });
}

/**
 * After a right password: the code of whoever has a second factor. None is taken twice, of two at the same moment too.
 * @throws AppError `unauthenticated` with `second_factor`, which says what he has.
 */
export async function requireSecondFactor(
  ctx: Context,
  user: LoginUser,
  code: string | undefined,
): Promise<void> {
  const factors = await countFactors(ctx.db, user.id);
  if (!factors.totp && !factors.passkey) return;
  if (code === undefined) refuse(factors, 'A second factor is needed: the code of the authenticator.');
  const isTaken = /^\d{6}$/.test(code.replace(/\s/g, ''))
    ? await takeTotp(ctx, user.id, code.replace(/\s/g, ''))
    : await takeRecovery(ctx, user, code);
  if (!isTaken) refuse(factors, 'The code is wrong, or was used already.');
}

async function takeTotp(ctx: Context, userId: string, code: string): Promise<boolean> {
  const authenticator = await findAuthenticator(ctx.db, userId);
  if (!authenticator?.confirmedAt) return false;
  const step = stepOfCode(authenticator, code);
  return step !== null && takeStep(ctx.db, authenticator.id, step);
}

async function takeRecovery(ctx: Context, user: LoginUser, code: string): Promise<boolean> {
  const use = { codeHash: hashRecoveryCode(code), now: clock.now() };
  if (!(await takeRecoveryCode(ctx.db, user.id, use))) return false;
  const { id, email } = user;
  const actor = { type: 'user', id, email, held: permissionSet([]), sessionId: '' } as const;
  const subject = { subjectType: 'user', subjectId: id } as const;
  await recordAudit({ ...ctx, actor }, { action: 'users.use_recovery_code', ...subject });
  await announceMail(await tellChange(ctx, { userId: id, address: email, change: 'recovery_code_used' }));
  return true;
}
