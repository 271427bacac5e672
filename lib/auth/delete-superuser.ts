import { AppError } from '#lib/platform/errors.ts';
import type { Context } from './context.ts';
import { deleteUser } from './delete-user.ts';
import { ALL_PERMISSIONS } from './permissions.ts';
import { requireEmail } from './require-email.ts';
import { findUserForLogin, heldNames } from './user-repo.ts';

/**
 * Deletes a user who may do everything. @throws AppError `not_found`, `conflict` (he may not do everything, or is the last
 * one who may), `invalid`.
 */
export async function deleteSuperuser(ctx: Context, given: string): Promise<string> {
  const email = requireEmail(given);
  const user = await findUserForLogin(ctx.db, { email });
  if (!user) throw new AppError('not_found', `There is no user with the address ${email}.`);
  if (!(await heldNames(ctx.db, user.id)).includes(ALL_PERMISSIONS))
    throw new AppError('conflict', `${email} is no superuser: he does not hold ${ALL_PERMISSIONS}.`);
  await deleteUser(ctx, user.id);
  return email;
}
