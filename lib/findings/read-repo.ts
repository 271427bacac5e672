import type { Db, Prisma } from '#lib/platform/db.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { containing } from '#lib/platform/like.ts';
import type { Finding, FindingPlace, FindingStep, FindingSubject, FindingsQuery } from './schema.ts';

export type FindingRow = Prisma.FindingGetPayload<object>;
type PlaceRow = Prisma.FindingPlaceGetPayload<object>;
type Review = Pick<FindingRow, 'state' | 'reason'>;

const toPlace = (row: PlaceRow, { state, reason }: Review): FindingPlace => ({
  id: row.findingId,
  place_id: row.id,
  subject: { kind: row.subjectKind as FindingPlace['subject']['kind'], id: row.subjectId },
  pattern_id: row.patternId,
  pattern: row.patternName,
  version: row.patternVersion,
  severity: row.severity as FindingPlace['severity'],
  confidence: row.confidence,
  path: row.path,
  masked: row.masked,
  action: row.action,
  state: state as FindingPlace['state'],
  reason: reason as FindingPlace['reason'],
  reasons: row.reasons,
  start: row.startOffset,
  end: row.endOffset,
  created_at: row.createdAt.toISOString(),
});

const MAX_PER_SUBJECT = 500;
const MAX_PLACES = 100;
const MAX_COUNTED = 1_000;

/** The places in one subject, as they were found. */
export async function selectSubjectPlaces(db: Db, { kind, id }: FindingSubject): Promise<FindingPlace[]> {
  const rows = await db.findingPlace.findMany({
    where: { subjectId: id, subjectKind: kind },
    orderBy: { id: 'asc' },
    take: MAX_PER_SUBJECT,
  });
  const findings = await db.finding.findMany({ where: { id: { in: rows.map((row) => row.findingId) } } });
  const reviewOf = new Map<string, Review>(findings.map((finding) => [finding.id, finding]));
  return rows.map((row) => toPlace(row, reviewOf.get(row.findingId) ?? { state: 'open', reason: null }));
}

export async function selectPlaces(db: Db, finding: FindingRow): Promise<FindingPlace[]> {
  const rows = await db.findingPlace.findMany({
    where: { findingId: finding.id },
    orderBy: { id: 'desc' },
    take: MAX_PLACES,
  });
  return rows.map((row) => toPlace(row, finding));
}

/** The latest places whose value was kept. */
export function selectSealed(db: Db, findingId: string): Promise<{ id: string; sealed: string | null }[]> {
  return db.findingPlace.findMany({
    where: { findingId, sealed: { not: null } },
    select: { id: true, sealed: true },
    orderBy: { id: 'desc' },
    take: MAX_PLACES,
  });
}

type Asker = { userId: string | null };

/** What a query means; null when nothing can fit. */
export async function findingsWhere(
  db: Db,
  query: FindingsQuery,
  { userId }: Asker,
): Promise<Prisma.FindingWhereInput> {
  const inEvent =
    query.event === undefined
      ? null
      : await db.findingPlace.findMany({
          where: { subjectId: query.event, subjectKind: 'event' },
          select: { findingId: true },
          distinct: ['findingId'],
          take: MAX_PER_SUBJECT,
        });
  return {
    ...(query.pattern === undefined ? {} : { patternName: containing(query.pattern) }),
    ...(query.severity === undefined ? {} : { severity: query.severity }),
    ...(query.action === undefined ? {} : { action: query.action }),
    ...(query.state === undefined ? {} : { state: query.state }),
    ...(query.reason === undefined ? {} : { reason: query.reason }),
    ...(query.assignee === undefined ? {} : { assigneeId: query.assignee === 'me' ? userId : null }),
    ...(query.min_confidence === undefined ? {} : { confidence: { gte: query.min_confidence } }),
    ...(query.reopened === undefined ? {} : { reopenedAt: query.reopened ? { not: null } : null }),
    ...(inEvent === null ? {} : { id: { in: inEvent.map(({ findingId }) => findingId) } }),
    lastSeenAt: {
      ...(query.from === undefined ? {} : { gte: query.from }),
      ...(query.to === undefined ? {} : { lt: query.to }),
    },
  };
}

/** What was seen last comes first. */
export async function pageOfFindings(
  db: Db,
  where: Prisma.FindingWhereInput,
  request: PageRequest,
): Promise<Page<FindingRow>> {
  const { beyond, ...reading } = keysetQuery(['lastSeenAt', 'id'], 'desc', request);
  const rows = await db.finding.findMany({ where: { AND: [where, beyond] }, ...reading });
  return toPage(rows, request, (row) => [row.lastSeenAt.toISOString(), row.id]);
}

/** Those with an id below, the newest first: an order that nothing changes. */
export function selectBelow(
  db: Db,
  where: Prisma.FindingWhereInput,
  { belowId, limit }: { belowId: string | null; limit: number },
): Promise<FindingRow[]> {
  const beyond = belowId === null ? {} : { id: { lt: belowId } };
  return db.finding.findMany({ where: { AND: [where, beyond] }, orderBy: { id: 'desc' }, take: limit });
}

/** How many there are, counted no further than this. */
export async function countUpTo(db: Db, where: Prisma.FindingWhereInput, most: number): Promise<number> {
  return (await db.finding.findMany({ where, select: { id: true }, take: most })).length;
}

/** Findings with what the list shows of their places and of whoever looks after them. */
export async function presentFindings(db: Db, rows: readonly FindingRow[]): Promise<Finding[]> {
  const ids = rows.map(({ id }) => id);
  const assignees = rows.flatMap(({ assigneeId }) => assigneeId ?? []);
  const [counts, latest, users] = await Promise.all([
    db.$queryRaw<{ id: string; places: number }[]>`
      SELECT f.id, (SELECT count(*)::int FROM (
        SELECT 1 FROM finding_places p WHERE p.finding_id = f.id LIMIT ${MAX_COUNTED}) AS counted) AS places
      FROM unnest(${ids}::uuid[]) AS f(id)`,
    db.$queryRaw<{ id: string }[]>`
      SELECT p.id FROM unnest(${ids}::uuid[]) AS f(id) CROSS JOIN LATERAL (
        SELECT id FROM finding_places p WHERE p.finding_id = f.id ORDER BY id DESC LIMIT 1) AS p`,
    db.user.findMany({ where: { id: { in: assignees } }, select: { id: true, email: true } }),
  ]);
  const places = await db.findingPlace.findMany({ where: { id: { in: latest.map(({ id }) => id) } } });
  const placeOf = new Map(places.map((place) => [place.findingId, place]));
  const countOf = new Map(counts.map(({ id, places }) => [id, places]));
  const userOf = new Map(users.map((user) => [user.id, user]));
  return rows.map((row) => {
    const place = placeOf.get(row.id);
    return {
      id: row.id,
      pattern_id: row.patternId,
      pattern: row.patternName,
      severity: row.severity as Finding['severity'],
      action: row.action,
      confidence: row.confidence,
      masked: row.masked,
      state: row.state as Finding['state'],
      reason: row.reason as Finding['reason'],
      assignee: userOf.get(row.assigneeId ?? '') ?? null,
      places: countOf.get(row.id) ?? 0,
      last_place: place ? toPlace(place, row) : null,
      first_seen_at: row.firstSeenAt.toISOString(),
      last_seen_at: row.lastSeenAt.toISOString(),
      reopened_at: row.reopenedAt?.toISOString() ?? null,
    };
  });
}

export function findFinding(db: Db, id: string): Promise<FindingRow | null> {
  return db.finding.findUnique({ where: { id } });
}

const MAX_STEPS = 200;

/** The latest of what happened to a finding, oldest first. */
export async function selectSteps(db: Db, findingId: string): Promise<FindingStep[]> {
  const rows = await db.findingStep.findMany({
    where: { findingId },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MAX_STEPS,
  });
  return rows.reverse().map((row) => ({
    id: row.id,
    kind: row.kind as FindingStep['kind'],
    at: row.at.toISOString(),
    actor: row.actorName,
    decision_id: row.decisionId,
    before: row.before as FindingStep['before'],
    after: row.after as FindingStep['after'],
    note: row.note,
  }));
}
