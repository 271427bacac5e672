import type { Db } from '#lib/platform/db.ts';
import { ALL_PERMISSIONS } from './permissions.ts';

export type LoginUser = { id: string; email: string; name: string; enabled: boolean; passwordHash: string };

export function findUserForLogin(db: Db, email: string): Promise<LoginUser | null> {
  return db.user.findUnique({
    where: { email },
    select: { id: true, email: true, name: true, enabled: true, passwordHash: true },
  });
}

export async function setPasswordHash(db: Db, userId: string, passwordHash: string): Promise<void> {
  await db.user.update({ where: { id: userId }, data: { passwordHash } });
}

const HOLDS_ALL = { permission: { name: ALL_PERMISSIONS } };

/** The enabled users who may do everything, the first one first. */
export function findAdministrators(db: Db): Promise<{ id: string; email: string }[]> {
  return db.user.findMany({
    where: {
      enabled: true,
      OR: [
        { permissions: { some: HOLDS_ALL } },
        { roles: { some: { role: { permissions: { some: HOLDS_ALL } } } } },
      ],
    },
    orderBy: { id: 'asc' },
    select: { id: true, email: true },
  });
}

export type NewUser = { id: string; email: string; name: string; passwordHash: string };

/** Makes the user an enabled administrator with this password, whether he exists or not; answers his id. */
export async function upsertAdministrator(db: Db, { passwordHash, ...user }: NewUser): Promise<string> {
  const { id } = await db.user.upsert({
    where: { email: user.email },
    create: { ...user, passwordHash },
    update: { passwordHash, enabled: true },
    select: { id: true },
  });
  const role = await db.role.findUniqueOrThrow({ where: { name: 'administrator' }, select: { id: true } });
  await db.userRole.createMany({ data: [{ userId: id, roleId: role.id }], skipDuplicates: true });
  return id;
}
