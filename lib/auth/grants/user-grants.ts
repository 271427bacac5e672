import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '../context.ts';
import { isSelf } from '../is-self.ts';
import { requireReach } from '../require-reach.ts';
import { requireUser } from '../require-user.ts';
import { reachOfRoles } from '../role-repo.ts';
import { heldNames } from '../user-repo.ts';
import { changeGrants } from './change-grants.ts';
import {
  givePermission,
  giveRole,
  type HeldPermission,
  type HeldRole,
  selectUserPermissions,
  selectUserRoles,
  takePermission,
  takeRole,
} from './repo.ts';
import { requireNamedPermission, requireNamedRole } from './require-named.ts';
import { requireRoleReader } from './require-role-reader.ts';
import type { Grant } from './schema.ts';

/** The roles of a user, with what they allow; everybody may see his own. @throws AppError `not_found`, `forbidden`. */
export async function listUserRoles(ctx: Context, userId: string): Promise<HeldRole[]> {
  if (!isSelf(ctx, userId)) requireRoleReader(ctx);
  await requireUser(ctx.db, userId);
  return selectUserRoles(ctx.db, userId);
}

/** What a user was given himself, without what comes through roles. @throws AppError `not_found`, `forbidden`. */
export async function listUserPermissions(ctx: Context, userId: string): Promise<HeldPermission[]> {
  if (!isSelf(ctx, userId)) requireRoleReader(ctx);
  await requireUser(ctx.db, userId);
  return selectUserPermissions(ctx.db, userId);
}

type Changing<T> = {
  userId: string;
  action: string;
  /** All that is given or taken: nobody does either beyond his own reach. */
  reach: (tx: Context) => Promise<readonly string[]>;
  list: (tx: Context) => Promise<T[]>;
  write: (tx: Context) => Promise<void>;
};

async function changeUserGrant<T extends { name: string; expires_at: string | null }>(
  ctx: Context,
  { userId, action, reach, list, write }: Changing<T>,
): Promise<T[]> {
  return changeGrants(ctx, async (tx) => {
    await requireUser(tx.db, userId);
    requireReach(ctx, [...(await reach(tx)), ...(await heldNames(tx.db, userId))]);
    const short = (held: readonly T[]) => held.map(({ name, expires_at }) => ({ name, expires_at }));
    const before = short(await list(tx));
    await write(tx);
    const after = await list(tx);
    await recordAudit(tx, {
      ...{ action, subjectType: 'user', subjectId: userId },
      ...{ before: { held: before }, after: { held: short(after) } },
    });
    return after;
  });
}

/** For good or until a moment; given again, the new end counts. @throws AppError `not_found`, `forbidden` (beyond one's own reach). */
export function giveUserRole(ctx: Context, userId: string, { name, expires_at }: Grant): Promise<HeldRole[]> {
  return changeUserGrant(ctx, {
    ...{ userId, action: 'users.give_role' },
    reach: async (tx) => reachOfRoles(tx.db, [{ id: (await requireNamedRole(tx.db, name)).uuid }]),
    list: (tx) => selectUserRoles(tx.db, userId),
    write: async (tx) => {
      const { uuid: roleId } = await requireNamedRole(tx.db, name);
      await giveRole(tx.db, { userId, roleId, expiresAt: expires_at });
    },
  });
}

/** @throws AppError `not_found`, `forbidden`, `conflict` (the last administrator). */
export function takeUserRole(ctx: Context, userId: string, name: string): Promise<HeldRole[]> {
  return changeUserGrant(ctx, {
    ...{ userId, action: 'users.take_role' },
    reach: async (tx) => reachOfRoles(tx.db, [{ id: (await requireNamedRole(tx.db, name)).uuid }]),
    list: (tx) => selectUserRoles(tx.db, userId),
    write: async (tx) => takeRole(tx.db, userId, (await requireNamedRole(tx.db, name)).uuid),
  });
}

/** For good or until a moment. @throws AppError `not_found`, `forbidden` (beyond one's own reach). */
export function giveUserPermission(
  ctx: Context,
  userId: string,
  { name, expires_at }: Grant,
): Promise<HeldPermission[]> {
  return changeUserGrant(ctx, {
    ...{ userId, action: 'users.give_permission' },
    reach: async () => [name],
    list: (tx) => selectUserPermissions(tx.db, userId),
    write: async (tx) => {
      const { uuid: permissionId } = await requireNamedPermission(tx.db, name);
      await givePermission(tx.db, { userId, permissionId, expiresAt: expires_at });
    },
  });
}

/** @throws AppError `not_found`, `forbidden`, `conflict` (the last administrator). */
export function takeUserPermission(ctx: Context, userId: string, name: string): Promise<HeldPermission[]> {
  return changeUserGrant(ctx, {
    ...{ userId, action: 'users.take_permission' },
    reach: async () => [name],
    list: (tx) => selectUserPermissions(tx.db, userId),
    write: async (tx) => takePermission(tx.db, userId, (await requireNamedPermission(tx.db, name)).uuid),
  });
}
