import { recordAudit } from '#lib/audit/record-audit.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import type { Context } from './context.ts';
import { presentUser } from './present-user.ts';
import { requireAdministrator } from './require-administrator.ts';
import { requirePermission } from './require-permission.ts';
import { requireReach } from './require-reach.ts';
import { requireRoles } from './require-roles.ts';
import { requireUser } from './require-user.ts';
import { reachOfRoles } from './role-repo.ts';
import type { User, UserChange } from './schema.ts';
import { revokeSessions } from './session-repo.ts';
import { changeUser, heldNames, lockAdministrators, replaceRoles, type UserRow } from './user-repo.ts';

/**
 * Changes name, roles, or whether the user may sign in. In force with the commit: permissions are read at every
 * request, and disabling ends every session.
 * @throws AppError `forbidden` (beyond the caller's own reach), `conflict` (nobody would be left to administer).
 */
export async function updateUser(ctx: Context, id: string, change: UserChange): Promise<User> {
  requirePermission(ctx, 'users:write');
  return inTransaction(ctx, async (tx) => {
    await lockAdministrators(tx.db);
    const row = await requireUser(tx.db, id);
    requireReach(ctx, await heldNames(tx.db, id));
    await changeUser(tx.db, id, change);
    if (change.roles) await setRoles(tx, row, change.roles);
    if (change.enabled === false) await revokeSessions(tx.db, { userId: id }, clock.now());
    await requireAdministrator(tx);
    const [before, after] = [presentUser(row), presentUser(await requireUser(tx.db, id))];
    await recordAudit(tx, { action: 'users.update', subjectType: 'user', subjectId: id, before, after });
    return after;
  });
}

async function setRoles(ctx: Context, row: UserRow, names: readonly string[]): Promise<void> {
  const roles = await requireRoles(ctx.db, names);
  requireReach(ctx, await reachOfRoles(ctx.db, roles));
  await replaceRoles(
    ctx.db,
    row.id,
    roles.map((role) => role.id),
  );
}
