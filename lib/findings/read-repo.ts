import type { Db, Prisma } from '#lib/platform/db.ts';
import { type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
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
export async function selectFindings(db: Db, query: FindingsQuery & PageRequest): Promise<Page<FindingRow>> {
  const backwards = query.position?.direction === 'prev';
  const [at, id] = (query.position?.key ?? []) as string[];
  const beyond = backwards ? 'gt' : 'lt';
  const rows = await db.finding.findMany({
    where: {
      ...(query.pattern === undefined
        ? {}
        : { patternName: { contains: query.pattern, mode: 'insensitive' } }),
      ...(query.severity === undefined ? {} : { severity: query.severity }),
      ...(query.action === undefined ? {} : { action: query.action }),
      ...(query.state === undefined ? {} : { state: query.state }),
      ...(query.event === undefined ? {} : { eventId: query.event }),
      createdAt: {
        ...(query.from === undefined ? {} : { gte: query.from }),
        ...(query.to === undefined ? {} : { lt: query.to }),
      },
      ...(at === undefined || id === undefined
        ? {}
        : { OR: [{ createdAt: { [beyond]: at } }, { createdAt: at, id: { [beyond]: id } }] }),
    },
    orderBy: backwards ? [{ createdAt: 'asc' }, { id: 'asc' }] : [{ createdAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
  });
  return toPage(rows, query, (row) => [row.createdAt.toISOString(), row.id]);
}
