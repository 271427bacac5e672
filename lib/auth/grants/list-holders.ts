import type { Context } from '../context.ts';
import { readHolders } from './holders-repo.ts';
import { requireRoleReader } from './require-role-reader.ts';
import { MAX_HOLDERS, type PermissionHolders } from './schema.ts';

/**
 * Who may do this now, and by which grant: whoever holds it, a star that covers it, or everything. Any name can be asked
 * about, because a star covers names that nobody has made yet.
 */
export async function listHolders(ctx: Context, name: string): Promise<PermissionHolders> {
  requireRoleReader(ctx);
  const rows = await readHolders(name, MAX_HOLDERS + 1);
  return { items: rows.slice(0, MAX_HOLDERS), capped: rows.length > MAX_HOLDERS };
}
