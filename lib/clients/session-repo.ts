import { type Db, type Prisma, prisma } from '#lib/platform/db.ts';

export type ClientSessionRow = Prisma.ClientSessionGetPayload<object>;

export function findClientByAuthId(authId: string) {
  return prisma().client.findFirst({
    where: { authId, deletedAt: null },
    select: {
      id: true,
      name: true,
      enabled: true,
      expiresAt: true,
      addressRanges: true,
      authSecretHash: true,
    },
  });
}

export async function insertSession(db: Db, data: Prisma.ClientSessionUncheckedCreateInput): Promise<void> {
  await db.clientSession.create({ data });
}

export function findSession(id: string): Promise<ClientSessionRow | null> {
  return prisma().clientSession.findUnique({ where: { id } });
}

export type Rotation = { spent: Buffer; next: Buffer; now: Date; expiresAt: Date };

/** Puts the next refresh token in the place of the spent one; false when somebody else was faster. */
export async function rotateToken(id: string, { spent, next, now, expiresAt }: Rotation): Promise<boolean> {
  const { count } = await prisma().clientSession.updateMany({
    where: { id, tokenHash: new Uint8Array(spent), revokedAt: null, expiresAt: { gt: now } },
    data: {
      tokenHash: new Uint8Array(next),
      spentTokenHash: new Uint8Array(spent),
      refreshedAt: now,
      expiresAt,
    },
  });
  return count === 1;
}

/** Answers how many there were with this one; of a session that is over, 0. */
export async function countTryElsewhere(db: Db, id: string): Promise<number> {
  const [row] = await db.clientSession.updateManyAndReturn({
    where: { id, revokedAt: null },
    data: { triesElsewhere: { increment: 1 } },
    select: { triesElsewhere: true },
  });
  return row?.triesElsewhere ?? 0;
}

/** False when it was over already. */
export async function revokeSession(db: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await db.clientSession.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: now },
  });
  return count === 1;
}

export async function deleteSessionsOverSince(moment: Date): Promise<number> {
  const { count } = await prisma().clientSession.deleteMany({ where: { expiresAt: { lt: moment } } });
  return count;
}
