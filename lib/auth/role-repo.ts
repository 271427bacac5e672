import type { Db } from '#lib/platform/db.ts';

export type RoleRow = { id: string; name: string };

/** The roles of these names. */
export function findRoles(db: Db, names: readonly string[]): Promise<RoleRow[]> {
  return db.role.findMany({ where: { name: { in: [...names] } }, select: { id: true, name: true } });
}

/** All that roles allow, what they take over included, each name once. */
export async function reachOfRoles(db: Db, roles: readonly { id: string }[]): Promise<string[]> {
  const ids = roles.map(({ id }) => id);
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT p.name::text AS name FROM unnest(${ids}::uuid[]) AS given(id)
      CROSS JOIN LATERAL role_with_parents(given.id) r
      JOIN role_permissions rp ON rp.role_id = r.role_id JOIN permissions p ON p.id = rp.permission_id
    ORDER BY 1`;
  return rows.map(({ name }) => name);
}
