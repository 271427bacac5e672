import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Context } from '../context.ts';
import { ALL_PERMISSIONS, PERMISSIONS } from '../permissions.ts';
import { requireReach } from '../require-reach.ts';
import { changeGrants } from './change-grants.ts';
import { removePermission } from './repo.ts';
import { requireNamedPermission } from './require-named.ts';

/** Whoever held it holds it no more. @throws AppError `not_found`, `conflict` for one that the product itself asks for. */
export function deletePermission(ctx: Context, name: string): Promise<void> {
  return changeGrants(ctx, async (tx) => {
    const before = await requireNamedPermission(tx.db, name);
    if (name in PERMISSIONS || name === ALL_PERMISSIONS)
      throw new AppError('conflict', 'The product itself asks for this permission: it stays.');
    requireReach(ctx, [name]);
    await removePermission(tx.db, name);
    await recordAudit(tx, {
      action: 'permissions.delete',
      subjectType: 'permission',
      subjectId: before.uuid,
      before,
    });
  });
}
