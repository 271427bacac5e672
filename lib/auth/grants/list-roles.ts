import type { Page } from '#lib/platform/keyset.ts';
import type { Context } from '../context.ts';
import { requirePermission } from '../require-permission.ts';
import { selectRoles } from './repo.ts';
import type { Role } from './schema.ts';

/** All roles with what they allow; they are few, so there is one page. */
export async function listRoles(ctx: Context): Promise<Page<Role>> {
  requirePermission(ctx, 'users:read');
  return { items: await selectRoles(ctx.db), next: null, prev: null };
}
