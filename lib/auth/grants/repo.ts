import type { Db, Prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { BUILT_IN_ROLES, PERMISSIONS } from '../permissions.ts';
import type { NamedPermission, Permission, Role } from './schema.ts';

const NAMED = { id: true, name: true, description: true } as const;
const ROLE = {
  ...NAMED,
  permissions: { select: { permission: { select: NAMED } }, orderBy: { permission: { name: 'asc' } } },
  parents: { select: { parent: { select: { name: true } } }, orderBy: { parent: { name: 'asc' } } },
  _count: { select: { users: true } },
} satisfies Prisma.RoleSelect;

type Named = { id: string; name: string; description: string };
const toNamed = ({ id, name, description }: Named): NamedPermission => ({ uuid: id, name, description });

const toRole = (row: Prisma.RoleGetPayload<{ select: typeof ROLE }>): Role => ({
  ...toNamed(row),
  permissions: row.permissions.map(({ permission }) => toNamed(permission)),
  parents: row.parents.map(({ parent }) => parent.name),
  users: row._count.users,
  built_in: row.name in BUILT_IN_ROLES,
});

export async function selectPermissions(db: Db): Promise<Permission[]> {
  const rows = await db.permission.findMany({
    orderBy: { name: 'asc' },
    select: { ...NAMED, roles: { select: { role: { select: { name: true } } } } },
  });
  return rows.map((row) => ({
    ...toNamed(row),
    built_in: row.name in PERMISSIONS || row.name === 'all_all',
    roles: row.roles.map(({ role }) => role.name).sort(),
  }));
}

export async function findPermission(db: Db, name: string): Promise<NamedPermission | null> {
  const row = await db.permission.findUnique({ where: { name }, select: NAMED });
  return row && toNamed(row);
}

export async function findPermissions(db: Db, names: readonly string[]): Promise<NamedPermission[]> {
  return (await db.permission.findMany({ where: { name: { in: [...names] } }, select: NAMED })).map(toNamed);
}

export async function insertPermission(db: Db, given: { name: string; description: string }): Promise<void> {
  await db.permission.create({ data: { id: uuidv7(), ...given } });
}

export async function describePermission(db: Db, name: string, description: string): Promise<void> {
  await db.permission.update({ where: { name }, data: { description } });
}

export async function removePermission(db: Db, name: string): Promise<void> {
  await db.permission.delete({ where: { name } });
}

export async function selectRoles(db: Db, names?: readonly string[]): Promise<Role[]> {
  const where = names ? { name: { in: [...names] } } : {};
  return (await db.role.findMany({ where, orderBy: { name: 'asc' }, select: ROLE })).map(toRole);
}

export async function insertRole(db: Db, given: { name: string; description: string }): Promise<string> {
  const id = uuidv7();
  await db.role.create({ data: { id, ...given } });
  return id;
}

export async function changeRole(
  db: Db,
  id: string,
  { name, description }: { name?: string | undefined; description?: string | undefined },
  updatedAt: Date,
): Promise<void> {
  const data = {
    updatedAt,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
  };
  await db.role.update({ where: { id }, data });
}

export async function removeRole(db: Db, id: string): Promise<void> {
  await db.role.delete({ where: { id } });
}

export async function setRolePermissions(db: Db, roleId: string, ids: readonly string[]): Promise<void> {
  await db.rolePermission.deleteMany({ where: { roleId, permissionId: { notIn: [...ids] } } });
  await addToRole(db, roleId, ids);
}

export async function addToRole(db: Db, roleId: string, ids: readonly string[]): Promise<void> {
  const data = ids.map((permissionId) => ({ roleId, permissionId }));
  await db.rolePermission.createMany({ data, skipDuplicates: true });
}

export async function takeFromRole(db: Db, roleId: string, permissionId: string): Promise<void> {
  await db.rolePermission.deleteMany({ where: { roleId, permissionId } });
}

export async function setParents(db: Db, roleId: string, parentIds: readonly string[]): Promise<void> {
  await db.roleParent.deleteMany({ where: { roleId, parentId: { notIn: [...parentIds] } } });
  const data = parentIds.map((parentId) => ({ roleId, parentId }));
  await db.roleParent.createMany({ data, skipDuplicates: true });
}

/** Whether a role takes over from itself by way of others. */
export async function isInCircle(db: Db, roleId: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM role_parents rp CROSS JOIN LATERAL role_with_parents(rp.parent_id) up
    WHERE rp.role_id = ${roleId}::uuid AND up.role_id = ${roleId}::uuid LIMIT 1`;
  return rows.length > 0;
}

export type HeldRole = Role & { expires_at: string | null };
export type HeldPermission = NamedPermission & { expires_at: string | null };

export async function selectUserRoles(db: Db, userId: string): Promise<HeldRole[]> {
  const rows = await db.userRole.findMany({
    where: { userId },
    orderBy: { role: { name: 'asc' } },
    select: { expiresAt: true, role: { select: ROLE } },
  });
  return rows.map(({ role, expiresAt }) => ({
    ...toRole(role),
    expires_at: expiresAt?.toISOString() ?? null,
  }));
}

export async function selectUserPermissions(db: Db, userId: string): Promise<HeldPermission[]> {
  const rows = await db.userPermission.findMany({
    where: { userId },
    orderBy: { permission: { name: 'asc' } },
    select: { expiresAt: true, permission: { select: NAMED } },
  });
  return rows.map(({ permission, expiresAt }) => ({
    ...toNamed(permission),
    expires_at: expiresAt?.toISOString() ?? null,
  }));
}

type Given = { userId: string; expiresAt: Date | null };

export async function giveRole(
  db: Db,
  { userId, expiresAt, roleId }: Given & { roleId: string },
): Promise<void> {
  const where = { userId_roleId: { userId, roleId } };
  await db.userRole.upsert({ where, create: { userId, roleId, expiresAt }, update: { expiresAt } });
}

export async function takeRole(db: Db, userId: string, roleId: string): Promise<void> {
  await db.userRole.deleteMany({ where: { userId, roleId } });
}

export async function givePermission(
  db: Db,
  { userId, expiresAt, permissionId }: Given & { permissionId: string },
): Promise<void> {
  const where = { userId_permissionId: { userId, permissionId } };
  await db.userPermission.upsert({
    where,
    create: { userId, permissionId, expiresAt },
    update: { expiresAt },
  });
}

export async function takePermission(db: Db, userId: string, permissionId: string): Promise<void> {
  await db.userPermission.deleteMany({ where: { userId, permissionId } });
}
