import type { Context, UserActor } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type EventViewRow, findView } from './repo.ts';

/** Views are kept for people who read events. @throws AppError `forbidden`. */
export function requireViewer(ctx: Context): UserActor {
  requirePermission(ctx, 'events:read');
  if (ctx.actor.type === 'user') return ctx.actor;
  throw new AppError('forbidden', 'Views belong to people.');
}

/** @throws AppError `not_found`, also for somebody else's personal view. */
export async function requireView(db: Db, id: string, readerId: string): Promise<EventViewRow> {
  const row = await findView(db, id, readerId);
  if (!row) throw new AppError('not_found', 'There is no view with this id.');
  return row;
}
