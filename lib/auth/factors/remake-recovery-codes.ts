import { AppError } from '#lib/platform/errors.ts';
import type { Context } from '../context.ts';
import { requireOwnPassword } from '../require-own-password.ts';
import { changeFactors, requireSelf } from './change-factors.ts';
import { countFactors, replaceRecoveryCodes } from './repo.ts';
import type { AddedFactor, WithPassword } from './schema.ts';

/** Ten new codes, in place of those there are. @throws AppError `bad_request`, `conflict` (no factor), `forbidden`. */
export async function remakeRecoveryCodes(
  ctx: Context,
  userId: string,
  { password }: WithPassword,
): Promise<AddedFactor> {
  requireSelf(ctx, userId);
  await requireOwnPassword(ctx, userId, { password, what: 'New recovery codes' });
  const recovery_codes = await changeFactors(ctx, {
    ...{ userId, action: 'users.renew_recovery_codes', change: 'recovery_codes', what: {} },
    carryOut: async (tx) => {
      const { totp, passkey } = await countFactors(tx.db, userId);
      if (!totp && !passkey)
        throw new AppError('conflict', 'Without a second factor there are no recovery codes.');
      await replaceRecoveryCodes(tx.db, userId, []);
    },
  });
  return { recovery_codes };
}
