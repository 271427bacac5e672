import type { Db, Prisma } from '#lib/platform/db.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { containing } from '#lib/platform/like.ts';
import type { Finding, FindingsQuery } from './schema.ts';

export type FindingRow = Prisma.FindingGetPayload<object>;

export const toFinding = (row: FindingRow): Finding => ({
  id: row.id,
  event_id: row.eventId,
  pattern_id: row.patternId,
  pattern: row.patternName,
  version: row.patternVersion,
  severity: row.severity as Finding['severity'],
  confidence: row.confidence,
  path: row.path,
  masked: row.masked,
  action: row.action,
  state: row.state,
  reasons: row.reasons,
  start: row.startOffset,
  end: row.endOffset,
  created_at: row.createdAt.toISOString(),
});

const MAX_PER_EVENT = 500;

export async function selectEventFindings(db: Db, eventId: string): Promise<Finding[]> {
  const rows = await db.finding.findMany({ where: { eventId }, orderBy: { id: 'asc' }, take: MAX_PER_EVENT });
  return rows.map(toFinding);
}

/** Newest first. */
export async function pageOfFindings(
  db: Db,
  query: FindingsQuery,
  request: PageRequest,
): Promise<Page<FindingRow>> {
  const { beyond, ...reading } = keysetQuery(['createdAt', 'id'], 'desc', request);
  const rows = await db.finding.findMany({
    where: {
      ...(query.pattern === undefined ? {} : { patternName: containing(query.pattern) }),
      ...(query.severity === undefined ? {} : { severity: query.severity }),
      ...(query.action === undefined ? {} : { action: query.action }),
      ...(query.state === undefined ? {} : { state: query.state }),
      ...(query.event === undefined ? {} : { eventId: query.event }),
      createdAt: {
        ...(query.from === undefined ? {} : { gte: query.from }),
        ...(query.to === undefined ? {} : { lt: query.to }),
      },
      AND: beyond,
    },
    ...reading,
  });
  return toPage(rows, request, (row) => [row.createdAt.toISOString(), row.id]);
}
