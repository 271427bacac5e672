import type { Page } from '#lib/platform/keyset.ts';
import type { Context } from '../context.ts';
import { selectRoles } from './repo.ts';
import { requireRoleReader } from './require-role-reader.ts';
import type { Role } from './schema.ts';

/** All roles with what they allow; they are few, so there is one page. */
export async function listRoles(ctx: Context): Promise<Page<Role>> {
  requireRoleReader(ctx);
  return { items: await selectRoles(ctx.db), next: null, prev: null };
}
