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

export type SecretUse = { atMs: number; calls: number };

export async function addSecretUses(uses: ReadonlyMap<string, SecretUse>): Promise<void> {
  const ids = [...uses.keys()];
  const times = [...uses.values()].map(({ atMs }) => new Date(atMs));
  const calls = [...uses.values()].map((use) => use.calls);
  await prisma().$executeRaw`
    UPDATE client_secrets AS secret
    SET last_used_at = GREATEST(secret.last_used_at, used.at), calls = secret.calls + used.calls
    FROM unnest(${ids}::uuid[], ${times}::timestamptz[], ${calls}::bigint[]) AS used (id, at, calls)
    WHERE secret.id = used.id`;
}
