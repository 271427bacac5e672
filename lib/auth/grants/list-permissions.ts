import type { Page } from '#lib/platform/keyset.ts';
import type { Context } from '../context.ts';
import { requirePermission } from '../require-permission.ts';
import { selectPermissions } from './repo.ts';
import type { Permission } from './schema.ts';

/** All permissions by name, with the roles that give them; one page. */
export async function listPermissions(ctx: Context): Promise<Page<Permission>> {
  requirePermission(ctx, 'permissions_admin');
  return { items: await selectPermissions(ctx.db), next: null, prev: null };
}
