import type { Context } from '../context.ts';
import { holdsPermission, requirePermission } from '../require-permission.ts';

/** Whoever sees users, or manages permissions, sees roles and who holds what. @throws AppError `forbidden`. */
export function requireRoleReader(ctx: Pick<Context, 'actor'>): void {
  if (!holdsPermission(ctx.actor, 'permissions_admin')) requirePermission(ctx, 'users:read');
}
