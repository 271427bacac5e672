import { type Db, prisma } from '#lib/platform/db.ts';

/** Whoever changes a client's secrets holds the client: of two rotations at once, the second sees the first. */
export async function lockClient(db: Db, id: string): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM clients WHERE id = ${id}::uuid FOR UPDATE`;
}

export type NewSecret = {
  id: string;
  clientId: string;
  sealed: string;
  prefix: string;
  lastFour: string;
  createdAt: Date;
};

/** Puts a new secret beside the current one, which then ends; those that had ended are gone, the counts start anew. */
export async function replaceSecret(db: Db, secret: NewSecret, oldEndsAt: Date): Promise<void> {
  const { clientId, createdAt: now } = secret;
  await db.clientSecret.deleteMany({ where: { clientId, expiresAt: { lte: now } } });
  await db.clientSecret.updateMany({ where: { clientId }, data: { expiresAt: oldEndsAt, calls: 0 } });
  await db.clientSecret.create({ data: secret });
}

export async function changeSecretEnd(db: Db, secretId: string, expiresAt: Date): Promise<void> {
  await db.clientSecret.update({ where: { id: secretId }, data: { expiresAt }, select: { id: true } });
}

/** `sinceMs`: of the first of these calls, `atMs`: of the last. */
export type SecretUse = { sinceMs: number; atMs: number; calls: number };

/** Calls that began before the last rotation are not counted among those since then. */
export async function addSecretUses(uses: ReadonlyMap<string, SecretUse>): Promise<void> {
  const ids = [...uses.keys()];
  const times = [...uses.values()].map(({ atMs }) => new Date(atMs));
  const since = [...uses.values()].map(({ sinceMs }) => new Date(sinceMs));
  const calls = [...uses.values()].map((use) => use.calls);
  await prisma().$executeRaw`
    UPDATE client_secrets AS secret
    SET last_used_at = GREATEST(secret.last_used_at, used.at),
      calls = secret.calls + CASE WHEN used.since >= (
        SELECT max(created_at) FROM client_secrets AS newest WHERE newest.client_id = secret.client_id
      ) THEN used.calls ELSE 0 END
    FROM unnest(${ids}::uuid[], ${times}::timestamptz[], ${since}::timestamptz[], ${calls}::bigint[])
      AS used (id, at, since, calls)
    WHERE secret.id = used.id`;
}
