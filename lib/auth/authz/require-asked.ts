import { AppError } from '#lib/platform/errors.ts';
import type { Context } from '../context.ts';
import { isSelf } from '../is-self.ts';
import { requirePermission } from '../require-permission.ts';
import { findHolder, type Holder } from './holders.ts';

/**
 * The user that somebody asks about: himself, or anybody for who manages permissions.
 * @throws AppError `forbidden`, `not_found`.
 */
export async function requireAsked(ctx: Context, userId: string, atLeast?: number): Promise<Holder> {
  if (!isSelf(ctx, userId)) requirePermission(ctx, 'permissions_admin');
  const holder = await findHolder(userId, atLeast);
  if (holder.user === null) throw new AppError('not_found', 'There is no user with this id.');
  return holder;
}
