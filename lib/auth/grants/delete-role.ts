import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Context } from '../context.ts';
import { requireReach } from '../require-reach.ts';
import { reachOfRoles } from '../role-repo.ts';
import { changeGrants } from './change-grants.ts';
import { removeRole } from './repo.ts';
import { requireNamedRole } from './require-named.ts';

/** Takes it from everybody who holds it. @throws AppError `not_found`, `conflict` (it comes with the product), `forbidden`. */
export function deleteRole(ctx: Context, name: string): Promise<void> {
  return changeGrants(ctx, async (tx) => {
    const before = await requireNamedRole(tx.db, name);
    if (before.built_in)
      throw new AppError('conflict', 'A role that comes with the product cannot be deleted.');
    requireReach(ctx, await reachOfRoles(tx.db, [{ id: before.uuid }]));
    await removeRole(tx.db, before.uuid);
    await recordAudit(tx, { action: 'roles.delete', subjectType: 'role', subjectId: before.uuid, before });
  });
}
