import { type Db, type Prisma, pool, prisma } from '#lib/platform/db.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { containing } from '#lib/platform/like.ts';
import type { Exclusion, ExclusionsQuery } from './schema.ts';

const withPattern = { pattern: { select: { name: true } } } as const;
export type ExclusionRow = Prisma.PatternExclusionGetPayload<{ include: typeof withPattern }>;

export const toExclusion = (row: ExclusionRow, at: Date): Exclusion => ({
  id: row.id,
  pattern_id: row.patternId,
  pattern: row.pattern?.name ?? null,
  masked: row.masked,
  path: row.path,
  client_id: row.clientId,
  channel: row.channel,
  reason: row.reason,
  hits: Number(row.hits),
  last_hit_at: row.lastHitAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
  created_by: row.createdBy,
  expires_at: row.expiresAt?.toISOString() ?? null,
  expired: row.expiresAt !== null && row.expiresAt <= at,
});

/** One as the scan asks it. */
export type ActiveExclusion = Pick<
  ExclusionRow,
  'id' | 'patternId' | 'fingerprint' | 'path' | 'clientId' | 'channel' | 'expiresAt'
>;

export function selectActiveExclusions(at: Date): Promise<ActiveExclusion[]> {
  return prisma().patternExclusion.findMany({
    where: { OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] },
    select: {
      id: true,
      patternId: true,
      fingerprint: true,
      path: true,
      clientId: true,
      channel: true,
      expiresAt: true,
    },
    orderBy: { id: 'asc' },
  });
}

/** Newest first. */
export async function pageOfExclusions(
  db: Db,
  { pattern_id: patternId, q }: ExclusionsQuery,
  request: PageRequest,
): Promise<Page<ExclusionRow>> {
  const { beyond, ...reading } = keysetQuery(['createdAt', 'id'], 'desc', request);
  const rows = await db.patternExclusion.findMany({
    where: {
      ...(patternId === undefined ? {} : { patternId }),
      ...(q ? { OR: [{ reason: containing(q) }, { path: containing(q) }, { masked: containing(q) }] } : {}),
      AND: beyond,
    },
    include: withPattern,
    ...reading,
  });
  return toPage(rows, request, (row) => [row.createdAt.toISOString(), row.id]);
}

export function findExclusion(db: Db, id: string): Promise<ExclusionRow | null> {
  return db.patternExclusion.findUnique({ where: { id }, include: withPattern });
}

export type NewExclusion = Omit<
  Prisma.PatternExclusionUncheckedCreateInput,
  'hits' | 'lastHitAt' | 'createdAt'
>;

export async function insertExclusions(db: Db, exclusions: readonly NewExclusion[]): Promise<void> {
  await db.patternExclusion.createMany({ data: [...exclusions] });
}

export async function setExclusionEnd(db: Db, id: string, expiresAt: Date | null): Promise<void> {
  await db.patternExclusion.update({ where: { id }, data: { expiresAt } });
}

export async function removeExclusion(db: Db, id: string): Promise<void> {
  await db.patternExclusion.delete({ where: { id } });
}

export async function removeExclusionsOf(db: Db, decisionId: string): Promise<number> {
  return (await db.patternExclusion.deleteMany({ where: { decisionId } })).count;
}

export type ExclusionHits = { id: string; hits: number; at: Date };

export async function addHits(notes: readonly ExclusionHits[]): Promise<void> {
  await pool().query(
    `UPDATE pattern_exclusions e SET hits = e.hits + n.hits, last_hit_at = greatest(e.last_hit_at, n.at)
      FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) AS n(id, hits, at) WHERE e.id = n.id`,
    [notes.map(({ id }) => id), notes.map(({ hits }) => hits), notes.map(({ at }) => at)],
  );
}
