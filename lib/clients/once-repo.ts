import { pool, prisma } from '#lib/platform/db.ts';

const INSERT = `
  INSERT INTO used_tokens (client_id, jti, expires_at) VALUES ($1, $2, $3)
  ON CONFLICT (client_id, jti) DO NOTHING`;

/** False when the row was there. */
export async function insertUsedToken(clientId: string, jti: string, expiresAt: Date): Promise<boolean> {
  const values = [clientId, jti, expiresAt];
  const { rowCount } = await pool('ingest').query({ name: 'insert-used-token', text: INSERT, values });
  return rowCount === 1;
}

export async function deleteUsedTokens(expiredBefore: Date): Promise<number> {
  const { count } = await prisma().usedToken.deleteMany({ where: { expiresAt: { lt: expiredBefore } } });
  return count;
}
