import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import type { Context } from '../context.ts';
import { requireOwnPassword } from '../require-own-password.ts';
import { throttleLogin } from '../throttle-login.ts';
import { changeFactors, requireRemover, requireSelf } from './change-factors.ts';
import {
  confirmAuthenticator,
  deleteAuthenticator,
  findAuthenticator,
  putAuthenticator,
  takeStep,
} from './repo.ts';
import type { AddedFactor, NewTotp, TotpConfirmation, WithPassword } from './schema.ts';
import { makeTotp, sealTotp, stepOfCode } from './totp.ts';

/**
 * Makes a secret for an authenticator, which counts once a first code has confirmed it.
 * @throws AppError `bad_request` (password), `conflict` (there is one already), `forbidden`.
 */
export async function startTotp(ctx: Context, userId: string, { password }: WithPassword): Promise<NewTotp> {
  requireSelf(ctx, userId);
  const what = 'A second factor';
  const { email } = await requireOwnPassword(ctx, userId, { password, what });
  const known = await findAuthenticator(ctx.db, userId);
  if (known?.confirmedAt)
    throw new AppError('conflict', 'There is an authenticator already: remove it first.');
  const made = makeTotp(email);
  const id = uuidv7();
  await putAuthenticator(ctx.db, { id, userId, sealed: sealTotp(id, made.secret), createdAt: clock.now() });
  return made;
}

/** @throws AppError `bad_request` (wrong code), `conflict` (nothing to confirm), `forbidden`, `rate_limited`. */
export async function confirmTotp(
  ctx: Context,
  userId: string,
  { code }: TotpConfirmation,
): Promise<AddedFactor> {
  requireSelf(ctx, userId);
  const attempt = await throttleLogin(ctx.actor.type === 'user' ? ctx.actor.email : '', ctx.address);
  const authenticator = await findAuthenticator(ctx.db, userId);
  if (!authenticator || authenticator.confirmedAt) {
    throw new AppError('conflict', 'There is no authenticator that waits for its first code.');
  }
  const step = stepOfCode(authenticator, code);
  if (step === null) {
    throw new AppError('bad_request', 'The code is wrong: does the clock of the device run right?', {
      details: { errors: [{ path: 'code', message: 'is wrong' }] },
    });
  }
  await attempt.succeed();
  const recovery_codes = await changeFactors(ctx, {
    ...{
      userId,
      action: 'users.add_factor',
      change: 'second_factor_added',
      what: { factor: 'authenticator' },
    },
    carryOut: async (tx) => {
      await takeStep(tx.db, authenticator.id, step);
      await confirmAuthenticator(tx.db, authenticator.id, clock.now());
    },
  });
  return { recovery_codes };
}

/** @throws AppError `bad_request` (password), `forbidden`, `not_found`. */
export async function removeTotp(ctx: Context, userId: string, { password }: WithPassword): Promise<void> {
  await requireRemover(ctx, userId, password);
  await changeFactors(ctx, {
    ...{ userId, action: 'users.remove_factor', change: 'second_factor_removed' },
    what: { factor: 'authenticator' },
    carryOut: async (tx) => {
      if (await deleteAuthenticator(tx.db, userId)) return;
      throw new AppError('not_found', 'There is no authenticator.');
    },
  });
}
