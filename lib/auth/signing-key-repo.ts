import type { Db } from '#lib/platform/db.ts';

export type NewSigningKey = { id: string; publicJwk: unknown; sealedPrivate: string };
export type SigningKeyRow = NewSigningKey & { createdAt: Date; retiredAt: Date | null };

/** Newest first: the first one signs, all of them verify until they retire. */
export function findSigningKeys(db: Db, now: Date): Promise<SigningKeyRow[]> {
  return db.signingKey.findMany({
    where: { OR: [{ retiredAt: null }, { retiredAt: { gt: now } }] },
    orderBy: { id: 'desc' },
    select: { id: true, publicJwk: true, sealedPrivate: true, createdAt: true, retiredAt: true },
  });
}

/** Held until the transaction ends: two processes never make a key at once. */
export async function lockSigningKeys(db: Db): Promise<void> {
  await db.$executeRaw`LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE`;
}

export async function insertSigningKey(db: Db, key: NewSigningKey): Promise<void> {
  await db.signingKey.create({ data: { ...key, publicJwk: key.publicJwk as object } });
}

/** All but this one sign no more, and verify until then. */
export async function retireOthers(db: Db, id: string, retiredAt: Date): Promise<void> {
  await db.signingKey.updateMany({ where: { id: { not: id }, retiredAt: null }, data: { retiredAt } });
}

export async function deleteRetiredKeys(db: Db, before: Date): Promise<number> {
  return (await db.signingKey.deleteMany({ where: { retiredAt: { lt: before } } })).count;
}
