import { AppError } from '#lib/platform/errors.ts';
import type { Context } from '../context.ts';
import { findHolder, type Holder } from './holders.ts';
import { requireAsker } from './require-asker.ts';

/**
 * The user that somebody asks about: if he may (`requireAsker`).
 * @throws AppError `forbidden`, `not_found`.
 */
export async function requireAsked(ctx: Context, userId: string, atLeast?: number): Promise<Holder> {
  requireAsker(ctx, userId);
  const holder = await findHolder(userId, atLeast);
  if (holder.user === null) throw new AppError('not_found', 'There is no user with this id.');
  return holder;
}
