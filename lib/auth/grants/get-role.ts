import type { Context } from '../context.ts';
import { requirePermission } from '../require-permission.ts';
import { requireNamedRole } from './require-named.ts';
import type { Role } from './schema.ts';

/** @throws AppError `not_found`. */
export async function getRole(ctx: Context, name: string): Promise<Role> {
  requirePermission(ctx, 'users:read');
  return requireNamedRole(ctx.db, name);
}
