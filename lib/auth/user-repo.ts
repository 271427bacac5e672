import type { Db, Prisma } from '#lib/platform/db.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { containing } from '#lib/platform/like.ts';
import { ALL_PERMISSIONS } from './permissions.ts';
import type { UsersQuery } from './schema.ts';
import { aliveWhere } from './session-repo.ts';

export type LoginUser = { id: string; email: string; name: string; enabled: boolean; passwordHash: string };

const LOGIN = { id: true, email: true, name: true, enabled: true, passwordHash: true } as const;

export function findUserForLogin(db: Db, by: { email: string } | { id: string }): Promise<LoginUser | null> {
  return db.user.findUnique({ where: by, select: LOGIN });
}

export async function setPasswordHash(db: Db, userId: string, passwordHash: string): Promise<void> {
  await db.user.update({ where: { id: userId }, data: { passwordHash } });
}

/** The enabled users who may do everything, the first one first; whose grant ends by itself is none to rely on. */
export function findAdministrators(db: Db): Promise<{ id: string; email: string }[]> {
  return db.$queryRaw`
    SELECT u.id, u.email FROM users u WHERE u.enabled AND EXISTS (
      SELECT FROM held_permissions(u.id) h JOIN permissions p ON p.id = h.permission_id
      WHERE p.name = ${ALL_PERMISSIONS} AND h.expires_at IS NULL)
    ORDER BY u.id`;
}

/** All that a user may do now, directly and through roles, each name once. */
export async function heldNames(db: Db, userId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT p.name::text AS name FROM held_permissions(${userId}::uuid) h
      JOIN permissions p ON p.id = h.permission_id ORDER BY 1`;
  return rows.map(({ name }) => name);
}

/** One change of roles or users at a time, so that two cannot remove the last administrator together. */
export async function lockAdministrators(db: Db): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('the-eye.administrators', 0))`;
}

export type NewUser = {
  id: string;
  email: string;
  name: string;
  passwordHash: string;
  firstName?: string | null;
  lastName?: string | null;
  invitedAt?: Date | null;
};

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

const shown = (now: Date) =>
  ({
    id: true,
    email: true,
    name: true,
    firstName: true,
    lastName: true,
    enabled: true,
    createdAt: true,
    updatedAt: true,
    lastSignInAt: true,
    invitedAt: true,
    emailVerifiedAt: true,
    roles: { select: { role: { select: { name: true } } } },
    _count: { select: { sessions: { where: aliveWhere(now) } } },
  }) satisfies Prisma.UserSelect;

export type UserRow = Prisma.UserGetPayload<{ select: ReturnType<typeof shown> }>;

export function findUser(db: Db, id: string, now: Date): Promise<UserRow | null> {
  return db.user.findUnique({ where: { id }, select: shown(now) });
}

export async function insertUser(db: Db, user: NewUser, roleIds: readonly string[]): Promise<void> {
  const roles = { create: roleIds.map((roleId) => ({ roleId })) };
  await db.user.create({ data: { ...user, roles }, select: { id: true } });
}

export type UserFields = Partial<
  Record<'email' | 'name', string> &
    Record<'firstName' | 'lastName', string | null> & { enabled: boolean; emailVerifiedAt: null }
>;

export async function changeUser(db: Db, id: string, data: UserFields): Promise<void> {
  await db.user.update({ where: { id }, data, select: { id: true } });
}

export async function removeUser(db: Db, id: string): Promise<void> {
  await db.user.delete({ where: { id } });
}

export async function replaceRoles(db: Db, userId: string, roleIds: readonly string[]): Promise<void> {
  await db.userRole.deleteMany({ where: { userId, roleId: { notIn: [...roleIds] } } });
  await db.userRole.createMany({
    data: roleIds.map((roleId) => ({ userId, roleId })),
    skipDuplicates: true,
  });
}

/** By e-mail address. */
export async function pageOfUsers(
  db: Db,
  { q, role, enabled }: UsersQuery,
  request: PageRequest & { now: Date },
): Promise<Page<UserRow>> {
  const { beyond, ...reading } = keysetQuery(['email'], 'asc', request);
  const holds = containing(q ?? '');
  const rows = await db.user.findMany({
    where: {
      ...(enabled === undefined ? {} : { enabled }),
      ...(role ? { roles: { some: { role: { name: role } } } } : {}),
      ...(q ? { OR: [{ email: holds }, { name: holds }] } : {}),
      AND: beyond,
    },
    ...reading,
    select: shown(request.now),
  });
  return toPage(rows, request, (row) => [row.email]);
}
