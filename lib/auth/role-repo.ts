import type { Db } from '#lib/platform/db.ts';

export type RoleRow = { id: string; name: string; description: string; permissions: string[] };

/** Roles by name, all of them or those named. */
export async function findRoles(db: Db, names?: readonly string[]): Promise<RoleRow[]> {
  const roles = await db.role.findMany({
    where: names ? { name: { in: [...names] } } : {},
    orderBy: { name: 'asc' },
    select: {
      id: true,
      name: true,
      description: true,
      permissions: {
        select: { permission: { select: { name: true } } },
        orderBy: { permission: { name: 'asc' } },
      },
    },
  });
  return roles.map((role) => ({
    ...role,
    permissions: role.permissions.map(({ permission }) => permission.name),
  }));
}
