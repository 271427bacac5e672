import { type Db, prisma } from '#lib/platform/db.ts';

/** Whoever changes a source's secrets holds the source: of two rotations at once, the second sees the first. */
export async function lockSource(db: Db, id: string): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM sources WHERE id = ${id}::uuid FOR UPDATE`;
}

export type NewSourceSecret = {
  id: string;
  sourceId: string;
  sealed: string;
  lastFour: string;
  createdAt: Date;
};

/** Puts a new secret beside the current one, which then ends; those that had ended are gone, the counts start anew. */
export async function replaceSecret(db: Db, secret: NewSourceSecret, oldEndsAt: Date): Promise<void> {
  const { sourceId, createdAt: now } = secret;
  await db.sourceSecret.deleteMany({ where: { sourceId, expiresAt: { lte: now } } });
  await db.sourceSecret.updateMany({ where: { sourceId }, data: { expiresAt: oldEndsAt, calls: 0 } });
  await db.sourceSecret.create({ data: secret });
}

export async function changeSecretEnd(db: Db, secretId: string, expiresAt: Date): Promise<void> {
  await db.sourceSecret.update({ where: { id: secretId }, data: { expiresAt }, select: { id: true } });
}

/** Calls that were let in; `sinceMs`: the first of them, `atMs`: the last. */
export type SourceUse = {
  sourceId: string;
  secretId: string | null;
  sinceMs: number;
  atMs: number;
  calls: number;
};

/** Calls that began before the last rotation are not counted among those since then. */
export async function addSourceUses(uses: readonly SourceUse[]): Promise<void> {
  const ids = uses.map(({ sourceId }) => sourceId);
  const times = uses.map(({ atMs }) => new Date(atMs));
  await prisma().$executeRaw`
    UPDATE sources SET last_used_at = used.at
    FROM (SELECT id, max(at) AS at FROM unnest(${ids}::uuid[], ${times}::timestamptz[]) AS t (id, at) GROUP BY id) AS used
    WHERE sources.id = used.id AND (last_used_at IS NULL OR last_used_at < used.at)`;
  const signed = uses.filter(({ secretId }) => secretId !== null);
  if (signed.length === 0) return;
  const secrets = signed.map(({ secretId }) => secretId as string);
  const last = signed.map(({ atMs }) => new Date(atMs));
  const since = signed.map(({ sinceMs }) => new Date(sinceMs));
  const calls = signed.map((use) => use.calls);
  await prisma().$executeRaw`
    UPDATE source_secrets AS secret
    SET last_used_at = GREATEST(secret.last_used_at, used.at),
      calls = secret.calls + CASE WHEN used.since >= (
        SELECT max(created_at) FROM source_secrets AS newest WHERE newest.source_id = secret.source_id
      ) THEN used.calls ELSE 0 END
    FROM unnest(${secrets}::uuid[], ${last}::timestamptz[], ${since}::timestamptz[], ${calls}::bigint[])
      AS used (id, at, since, calls)
    WHERE secret.id = used.id`;
}
