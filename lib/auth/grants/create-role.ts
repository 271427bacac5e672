import { recordAudit } from '#lib/audit/record-audit.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import type { Context } from '../context.ts';
import { requireReach } from '../require-reach.ts';
import { reachOfRoles } from '../role-repo.ts';
import { changeGrants } from './change-grants.ts';
import { insertRole, setParents, setRolePermissions } from './repo.ts';
import { idsOfParents, idsOfPermissions, requireNamedRole } from './require-named.ts';
import type { NewRole, Role } from './schema.ts';

/** @throws AppError `conflict` (name taken), `invalid` (something in it does not exist), `forbidden` (beyond one's own reach). */
export function createRole(
  ctx: Context,
  { name, description, permissions, parents }: NewRole,
): Promise<Role> {
  return changeGrants(ctx, async (tx) => {
    const permissionIds = await idsOfPermissions(tx.db, permissions);
    const parentIds = await idsOfParents(tx.db, parents);
    const id = await refuseTaken('name', () => insertRole(tx.db, { name, description }));
    await setRolePermissions(tx.db, id, permissionIds);
    await setParents(tx.db, id, parentIds);
    requireReach(ctx, await reachOfRoles(tx.db, [{ id }]));
    const after = await requireNamedRole(tx.db, name);
    await recordAudit(tx, { action: 'roles.create', subjectType: 'role', subjectId: id, after });
    return after;
  });
}
