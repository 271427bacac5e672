import type { Db } from '#lib/platform/db.ts';

export type SigningKeyRow = { id: string; publicJwk: unknown; sealedPrivate: string };

/** Newest first: the first one signs, all of them verify. */
export function findSigningKeys(db: Db): Promise<SigningKeyRow[]> {
  return db.signingKey.findMany({
    where: { retiredAt: null },
    orderBy: { id: 'desc' },
    select: { id: true, publicJwk: true, sealedPrivate: true },
  });
}

/** Adds the key unless another process was faster. */
export async function insertFirstSigningKey(db: Db, key: SigningKeyRow): Promise<void> {
  await db.$executeRaw`LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE`;
  if ((await db.signingKey.count({ where: { retiredAt: null } })) > 0) return;
  await db.signingKey.create({ data: { ...key, publicJwk: key.publicJwk as object } });
}
