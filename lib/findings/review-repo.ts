import { type Db, Prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import type { FindingStep } from './schema.ts';

/** What of a finding its review changes. */
export type Review = { state: string; reason: string | null; assigneeId: string | null };
export type ReviewedRow = Review & { id: string };

/** Held until the transaction ends, in the order in which scans take them. */
export function lockFindings(db: Db, ids: readonly string[]): Promise<ReviewedRow[]> {
  return db.$queryRaw<ReviewedRow[]>`
    SELECT id, state, reason, assignee_id AS "assigneeId" FROM findings WHERE id = ANY(${ids}::uuid[])
    ORDER BY pattern_id, fingerprint FOR UPDATE`;
}

export function selectIds(db: Db, where: Prisma.FindingWhereInput, limit: number): Promise<{ id: string }[]> {
  return db.finding.findMany({
    where,
    select: { id: true },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
}

export function countFindings(db: Db, where: Prisma.FindingWhereInput): Promise<number> {
  return db.finding.count({ where });
}

/** The pattern with the most first. */
export async function countByPattern(
  db: Db,
  where: Prisma.FindingWhereInput,
): Promise<{ pattern_id: string; pattern: string; findings: number }[]> {
  const rows = await db.finding.groupBy({
    by: ['patternId'],
    where,
    _count: { id: true },
    _max: { patternName: true },
    orderBy: { _count: { id: 'desc' } },
  });
  return rows.map(({ patternId, _count, _max }) => ({
    pattern_id: patternId,
    pattern: _max.patternName ?? '',
    findings: _count.id,
  }));
}

export async function writeReview(
  db: Db,
  ids: readonly string[],
  { review, at }: { review: Review; at: Date },
): Promise<void> {
  const { state, reason, assigneeId } = review;
  const closedAt = state === 'closed' ? at : null;
  await db.finding.updateMany({
    where: { id: { in: [...ids] } },
    data: { state, reason, assigneeId, closedAt },
  });
  await db.finding.updateMany({
    where: { id: { in: [...ids] }, reviewedAt: null },
    data: { reviewedAt: at },
  });
}

export type NewStep = {
  findingId: string;
  kind: FindingStep['kind'];
  actorId: string | null;
  actorName: string;
  decisionId?: string;
  before?: Review;
  after?: Review;
  note?: string | null;
};

const orNothing = (value: Review | undefined): Prisma.InputJsonValue | typeof Prisma.DbNull =>
  value === undefined ? Prisma.DbNull : value;

export async function insertSteps(db: Db, steps: readonly NewStep[], at: Date): Promise<void> {
  await db.findingStep.createMany({
    data: steps.map(({ before, after, ...step }) => ({
      id: uuidv7(),
      at,
      ...step,
      before: orNothing(before),
      after: orNothing(after),
    })),
  });
}

export type DecidedStep = { findingId: string; before: Review; after: Review };

/** What a decision changed, unless it was undone already. */
export async function selectDecided(db: Db, decisionId: string): Promise<DecidedStep[]> {
  const rows = await db.findingStep.findMany({ where: { decisionId } });
  if (rows.some(({ kind }) => kind === 'undone')) return [];
  return rows.map((row) => ({
    findingId: row.findingId,
    before: row.before as Review,
    after: row.after as Review,
  }));
}

/** The values that a decision was about. */
export async function selectDecidedValues(
  db: Db,
  decisionId: string,
): Promise<{ patternId: string; fingerprint: Uint8Array; masked: string }[]> {
  return db.finding.findMany({
    where: { steps: { some: { decisionId, kind: 'decided' } } },
    select: { patternId: true, fingerprint: true, masked: true },
  });
}

export async function insertReveal(
  db: Db,
  reveal: { findingId: string; userId: string; expiresAt: Date },
): Promise<void> {
  await db.findingReveal.create({ data: { id: uuidv7(), ...reveal } });
}

/** Until when the user may see the finding; null when not now. */
export async function findReveal(
  db: Db,
  { findingId, userId, at }: { findingId: string; userId: string; at: Date },
): Promise<Date | null> {
  const row = await db.findingReveal.findFirst({
    where: { findingId, userId, expiresAt: { gt: at } },
    orderBy: { expiresAt: 'desc' },
  });
  return row?.expiresAt ?? null;
}

/**
 * Findings that were seen nowhere any more and that nobody looked into; one that was reviewed keeps its verdict.
 * What was seen in the last hour may be about to get its place.
 */
export async function deleteForgotten(db: Db, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM findings f WHERE f.id = ANY(ARRAY(
        SELECT id FROM findings g WHERE g.reviewed_at IS NULL AND g.last_seen_at < now() - interval '1 hour'
          AND NOT EXISTS (SELECT 1 FROM finding_places p WHERE p.finding_id = g.id) LIMIT ${limit}))
      AND f.last_seen_at < now() - interval '1 hour'`;
}

/** What was found in a file or message that is deleted. */
export async function deleteSubjectPlaces(db: Db, subjectId: string): Promise<void> {
  await db.findingPlace.deleteMany({ where: { subjectId } });
}

export async function deleteExpiredReveals(db: Db): Promise<void> {
  await db.$executeRaw`DELETE FROM finding_reveals WHERE expires_at < now()`;
}

/** The messages and files that the findings of a decision stand in. */
export async function selectSubjects(db: Db, decisionId: string): Promise<string[]> {
  const ids = (await selectDecided(db, decisionId)).map(({ findingId }) => findingId);
  const rows = await db.findingPlace.findMany({
    where: { findingId: { in: ids }, subjectKind: { in: ['slack', 'file'] } },
    select: { subjectId: true },
    distinct: ['subjectId'],
    take: 1_000,
  });
  return rows.map(({ subjectId }) => subjectId);
}

/** Whether everything for which these subjects were taken away is judged to be no leak. */
export async function areFalsePositives(db: Db, subjectIds: readonly string[]): Promise<boolean> {
  const [row] = await db.$queryRaw<{ leaks: number }[]>`
    SELECT count(*)::int AS leaks FROM finding_places p JOIN findings f ON f.id = p.finding_id
    WHERE p.subject_id = ANY(${subjectIds}::uuid[]) AND p.action IN ('redact', 'block')
      AND f.reason IS DISTINCT FROM 'false_positive'`;
  return row?.leaks === 0;
}
