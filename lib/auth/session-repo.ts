import { type Db, Prisma, prisma } from '#lib/platform/db.ts';
import { SESSION_LIFE } from './session-life.ts';

/** A session with its user, and the number of the latest change of who may do what, read in one statement. */
export type SessionRow = {
  id: string;
  kind: 'console' | 'api';
  tokenHash: Uint8Array;
  spentTokenHash: Uint8Array | null;
  address: string | null;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  refreshedAt: Date | null;
  expiresAt: Date;
  revokedAt: Date | null;
  userId: string;
  email: string;
  name: string;
  enabled: boolean;
  authzVersion: number;
};

async function findOne(condition: Prisma.Sql): Promise<SessionRow | null> {
  const [row] = await prisma().$queryRaw<SessionRow[]>`
    SELECT s.id, s.kind, s.token_hash AS "tokenHash", s.spent_token_hash AS "spentTokenHash", s.address,
      s.user_agent AS "userAgent", s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt",
      s.refreshed_at AS "refreshedAt", s.expires_at AS "expiresAt", s.revoked_at AS "revokedAt",
      u.id AS "userId", u.email, u.name, u.enabled, a.version::float8 AS "authzVersion"
    FROM authz_state a CROSS JOIN sessions s JOIN users u ON u.id = s.user_id
    WHERE ${condition}`;
  return row ?? null;
}

export function findSessionByToken(tokenHash: Buffer): Promise<SessionRow | null> {
  return findOne(Prisma.sql`s.token_hash = ${tokenHash}`);
}

export function findSessionById(id: string): Promise<SessionRow | null> {
  return findOne(Prisma.sql`s.id = ${id}::uuid`);
}

export async function insertSession(db: Db, data: Prisma.SessionUncheckedCreateInput): Promise<void> {
  await db.session.create({ data });
  const { id, userId, kind, address = null, userAgent = null } = data;
  await db.userLogin.create({
    data: { id, userId, kind, address, userAgent, at: data.createdAt as Date },
  });
  await db.user.update({ where: { id: data.userId }, data: { lastSignInAt: data.createdAt as Date } });
}

export type Sighting = { now: Date; address: string | undefined };

/** Written at most once per `staleBefore`, however many requests run at the same time. */
export async function touchSession(id: string, staleBefore: Date, seen: Sighting): Promise<void> {
  await prisma().session.updateMany({
    where: { id, lastSeenAt: { lt: staleBefore } },
    data: { lastSeenAt: seen.now, ...(seen.address === undefined ? {} : { address: seen.address }) },
  });
}

export async function moveSession(db: Db, id: string, address: string): Promise<void> {
  await db.session.update({ where: { id }, data: { address }, select: { id: true } });
}

export type Rotation = { spent: Buffer; next: Buffer; now: Date };

/** Puts the next refresh token in the place of the spent one; false when somebody else was faster. */
export async function rotateToken(id: string, { spent, next, now }: Rotation): Promise<boolean> {
  const { count } = await prisma().session.updateMany({
    where: { id, tokenHash: new Uint8Array(spent), revokedAt: null, expiresAt: { gt: now } },
    data: {
      tokenHash: new Uint8Array(next),
      spentTokenHash: new Uint8Array(spent),
      refreshedAt: now,
      lastSeenAt: now,
    },
  });
  return count === 1;
}

export type LiveFilter = { userId: string; id?: string; exceptId?: string };

const liveWhere = ({ userId, id, exceptId }: LiveFilter, now: Date): Prisma.SessionWhereInput => ({
  userId,
  revokedAt: null,
  expiresAt: { gt: now },
  id: { ...(id === undefined ? {} : { equals: id }), ...(exceptId === undefined ? {} : { not: exceptId }) },
});

/** Ends what matches; answers how many were alive. */
export async function revokeSessions(db: Db, filter: LiveFilter, now: Date): Promise<number> {
  const { count } = await db.session.updateMany({ where: liveWhere(filter, now), data: { revokedAt: now } });
  return count;
}

/** Neither ended nor run out nor idle for too long. */
export function aliveWhere(now: Date): Prisma.SessionWhereInput {
  const kinds = Object.entries(SESSION_LIFE).map(([kind, { idleMs }]) => ({
    kind,
    lastSeenAt: { gt: new Date(now.getTime() - idleMs) },
  }));
  return { revokedAt: null, expiresAt: { gt: now }, OR: kinds };
}

/** Newest first. */
export function findLiveSessions(db: Db, userId: string, now: Date) {
  return db.session.findMany({
    where: { userId, ...aliveWhere(now) },
    orderBy: { id: 'desc' },
    take: 100,
    select: {
      id: true,
      kind: true,
      address: true,
      userAgent: true,
      createdAt: true,
      lastSeenAt: true,
      expiresAt: true,
    },
  });
}

export async function deleteSessionsOverSince(moment: Date): Promise<number> {
  const { count } = await prisma().session.deleteMany({ where: { expiresAt: { lt: moment } } });
  return count;
}
