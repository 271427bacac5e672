import type { Context } from './context.ts';
import type { Permission } from './permissions.ts';
import { requirePermission } from './require-permission.ts';

/**
 * A client reads what is its own and needs no permission: answers its id, to narrow by. Everybody else needs the
 * permission and reads everything: null. @throws AppError `forbidden`.
 */
export function requireReader(ctx: Pick<Context, 'actor'>, permission: Permission): string | null {
  if (ctx.actor.type === 'client') return ctx.actor.id;
  requirePermission(ctx, permission);
  return null;
}
