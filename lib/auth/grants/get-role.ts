import type { Context } from '../context.ts';
import { requireNamedRole } from './require-named.ts';
import { requireRoleReader } from './require-role-reader.ts';
import type { Role } from './schema.ts';

/** @throws AppError `not_found`. */
export async function getRole(ctx: Context, name: string): Promise<Role> {
  requireRoleReader(ctx);
  return requireNamedRole(ctx.db, name);
}
