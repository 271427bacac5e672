import { type Db, pool, prisma } from '#lib/platform/db.ts';

const INSERT = `
  INSERT INTO used_tokens (client_id, jti, expires_at) VALUES ($1, $2, $3)
  ON CONFLICT (client_id, jti) DO NOTHING`;

/** False when the row was there. */
export async function insertUsedToken(clientId: string, jti: string, expiresAt: Date): Promise<boolean> {
  const values = [clientId, jti, expiresAt];
  const { rowCount } = await pool('ingest').query({ name: 'insert-used-token', text: INSERT, values });
  return rowCount === 1;
}

/** Null when the token has neither been used nor revoked. */
export async function findUsedToken(clientId: string, jti: string): Promise<{ jti: string } | null> {
  return prisma().usedToken.findUnique({ where: { clientId_jti: { clientId, jti } }, select: { jti: true } });
}

/**
 * A token that counts no more from now on, as if it had been used where tokens count once; false when it was
 * there.
 */
export async function markTokenUsed(
  db: Db,
  { clientId, jti, expiresAt }: { clientId: string; jti: string; expiresAt: Date },
): Promise<boolean> {
  const data = [{ clientId, jti, expiresAt }];
  return (await db.usedToken.createMany({ data, skipDuplicates: true })).count === 1;
}

export async function deleteUsedTokens(expiredBefore: Date): Promise<number> {
  const { count } = await prisma().usedToken.deleteMany({ where: { expiresAt: { lt: expiredBefore } } });
  return count;
}
