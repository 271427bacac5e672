import { type Db, Prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';

/** One process at a time seeds; the lock falls with the transaction. */
export async function lockSeeding(db: Db): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('the-eye.seed-auth', 0))`;
}

type Named = { name: string; description: string };

/** Adds what is missing and answers the names that were; descriptions follow the program. */
export async function addPermissions(db: Db, permissions: readonly Named[]): Promise<Set<string>> {
  const known = new Set((await db.permission.findMany({ select: { name: true } })).map(({ name }) => name));
  const missing = permissions.filter(({ name }) => !known.has(name));
  await db.permission.createMany({ data: missing.map((permission) => ({ id: uuidv7(), ...permission })) });
  for (const { name, description } of permissions.filter(({ name: each }) => known.has(each))) {
    await db.permission.updateMany({ where: { name, NOT: { description } }, data: { description } });
  }
  return new Set(missing.map(({ name }) => name));
}

/** Adds a role unless it exists; answers whether it was new. */
export async function addRole(db: Db, role: Named): Promise<boolean> {
  const { count } = await db.role.createMany({ data: [{ id: uuidv7(), ...role }], skipDuplicates: true });
  return count === 1;
}

export async function addRolePermissions(
  db: Db,
  role: string,
  permissions: readonly string[],
): Promise<void> {
  if (permissions.length === 0) return;
  await db.$executeRaw`
    INSERT INTO role_permissions (role_id, permission_id)
    SELECT r.id, p.id FROM roles r CROSS JOIN permissions p
    WHERE r.name = ${role} AND p.name IN (${Prisma.join(permissions)})
    ON CONFLICT DO NOTHING`;
}
