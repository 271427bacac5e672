import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import type { Context } from '../context.ts';
import { requireReach } from '../require-reach.ts';
import { reachOfRoles } from '../role-repo.ts';
import { changeGrants } from './change-grants.ts';
import { changeRole, isInCircle, setParents, setRolePermissions } from './repo.ts';
import { idsOfParents, idsOfPermissions, requireNamedRole } from './require-named.ts';
import type { Role, RoleChange } from './schema.ts';

/** The program knows its own roles by their names. */
function refuseRename(before: Role, name: string | undefined): void {
  if (name === undefined || name === before.name || !before.built_in) return;
  throw new AppError('conflict', 'A role that comes with the product keeps its name.', {
    details: { errors: [{ path: 'name', message: 'cannot be changed' }] },
  });
}

/**
 * Changes what a role is called and what it allows. Nobody changes a role that allows more than he may himself, before
 * or after. @throws AppError `not_found`, `conflict` (name taken, a circle of roles, the last administrator), `invalid`,
 * `forbidden`.
 */
export function updateRole(ctx: Context, name: string, change: RoleChange): Promise<Role> {
  return changeGrants(ctx, async (tx) => {
    const before = await requireNamedRole(tx.db, name);
    const id = before.uuid;
    requireReach(ctx, await reachOfRoles(tx.db, [{ id }]));
    refuseRename(before, change.name);
    await refuseTaken('name', () => changeRole(tx.db, id, change, clock.now()));
    if (change.permissions)
      await setRolePermissions(tx.db, id, await idsOfPermissions(tx.db, change.permissions));
    if (change.parents) await setParents(tx.db, id, await idsOfParents(tx.db, change.parents));
    if (await isInCircle(tx.db, id)) {
      throw new AppError('conflict', 'A role cannot take over from itself, also not by way of others.', {
        details: { errors: [{ path: 'parents', message: 'lead back to this role' }] },
      });
    }
    requireReach(ctx, await reachOfRoles(tx.db, [{ id }]));
    const after = await requireNamedRole(tx.db, change.name ?? name);
    await recordAudit(tx, { action: 'roles.update', subjectType: 'role', subjectId: id, before, after });
    return after;
  });
}
