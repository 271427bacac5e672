import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '../context.ts';
import { requireReach } from '../require-reach.ts';
import { reachOfRoles } from '../role-repo.ts';
import { changeGrants } from './change-grants.ts';
import { addToRole, takeFromRole } from './repo.ts';
import { requireNamedPermission, requireNamedRole } from './require-named.ts';
import type { NamedPermission, Role } from './schema.ts';

type Named = { role: string; permission: string };

async function changeOne(
  ctx: Context,
  { role: name, permission }: Named,
  write: (tx: Context, ids: { role: string; permission: string }) => Promise<void>,
): Promise<NamedPermission[]> {
  return changeGrants(ctx, async (tx) => {
    const before = await requireNamedRole(tx.db, name);
    const { uuid } = await requireNamedPermission(tx.db, permission);
    requireReach(ctx, [...(await reachOfRoles(tx.db, [{ id: before.uuid }])), permission]);
    await write(tx, { role: before.uuid, permission: uuid });
    const after = await requireNamedRole(tx.db, name);
    const names = ({ permissions }: Role) => ({ permissions: permissions.map((one) => one.name) });
    await recordAudit(tx, {
      ...{ action: 'roles.update', subjectType: 'role', subjectId: before.uuid },
      ...{ before: names(before), after: names(after) },
    });
    return after.permissions;
  });
}

/** Twice is no error. Answers all that the role allows by itself. @throws AppError `not_found`, `forbidden`. */
export const addRolePermission = (ctx: Context, named: Named): Promise<NamedPermission[]> =>
  changeOne(ctx, named, (tx, { role, permission }) => addToRole(tx.db, role, [permission]));

/** Answers what is left. @throws AppError `not_found`, `forbidden`, `conflict` (the last administrator). */
export const removeRolePermission = (ctx: Context, named: Named): Promise<NamedPermission[]> =>
  changeOne(ctx, named, (tx, { role, permission }) => takeFromRole(tx.db, role, permission));
