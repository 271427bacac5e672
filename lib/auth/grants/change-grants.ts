import { inTransaction } from '#lib/platform/db.ts';
import type { Context } from '../context.ts';
import { requireAdministrator } from '../require-administrator.ts';
import { requirePermission } from '../require-permission.ts';
import { lockAdministrators } from '../user-repo.ts';

/**
 * The frame of every change of who may do what: permitted, one at a time, and undone where it would leave nobody to
 * administer. @throws AppError `forbidden`, `conflict`.
 */
export function changeGrants<T>(ctx: Context, change: (tx: Context) => Promise<T>): Promise<T> {
  requirePermission(ctx, 'permissions_admin');
  return inTransaction(ctx, async (tx) => {
    await lockAdministrators(tx.db);
    const result = await change(tx);
    await requireAdministrator(tx);
    return result;
  });
}
