import type { Db, Prisma } from '#lib/platform/db.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { enqueueSql, jobJson } from '#lib/queue/enqueue.ts';
import type { BulkOperation, BulkOperationsQuery, BulkPlan, BulkState } from './schema.ts';
import { skipWords } from './skip-reasons.ts';

export type BulkRow = Prisma.BulkOperationGetPayload<object>;
export type NewBulk = Pick<
  BulkRow,
  | ('id' | 'kind' | 'target' | 'ids' | 'reason' | 'onlyNew' | 'ratePerSecond' | 'itemLimit' | 'planned')
  | ('confirmation' | 'createdBy' | 'createdByName' | 'createdAt' | 'expiresAt')
> & { filter: Record<string, string> | null; plan: BulkPlan };

type Counts = Record<string, number>;
const sum = (counts: Counts): number => Object.values(counts).reduce((total, count) => total + count, 0);
const byCount = (counts: Counts): [string, number][] => Object.entries(counts).sort((a, b) => b[1] - a[1]);

export const stateOf = (row: Pick<BulkRow, 'state' | 'expiresAt'>, now: Date): BulkState =>
  row.state === 'planned' && row.expiresAt <= now ? 'expired' : (row.state as BulkState);

export function toBulkOperation(row: BulkRow, now: Date): BulkOperation {
  const [skipped, failed] = [row.skipped as Counts, row.failed as Counts];
  return {
    id: row.id,
    kind: row.kind as BulkOperation['kind'],
    target: row.target as BulkOperation['target'],
    filter: row.filter as BulkOperation['filter'],
    ids: row.filter === null ? row.ids.length : null,
    reason: row.reason,
    only_new: row.onlyNew,
    rate_per_second: row.ratePerSecond,
    limit: row.itemLimit,
    state: stateOf(row, now),
    plan: row.plan as BulkPlan,
    confirmation: row.confirmation,
    total: Math.min(row.planned, row.itemLimit),
    done: row.done,
    skipped: sum(skipped),
    failed: sum(failed),
    skipped_reasons: byCount(skipped).map(([code, count]) => ({ code, detail: skipWords(code), count })),
    failed_reasons: byCount(failed).map(([reason, count]) => ({ reason, count })),
    samples: row.samples as BulkOperation['samples'],
    capped: row.capped,
    error: row.error,
    created_at: row.createdAt.toISOString(),
    created_by: { id: row.createdBy, name: row.createdByName },
    expires_at: row.startedAt === null ? row.expiresAt.toISOString() : null,
    started_at: row.startedAt?.toISOString() ?? null,
    finished_at: row.finishedAt?.toISOString() ?? null,
  };
}

export function insertBulk(db: Db, given: NewBulk): Promise<BulkRow> {
  const { filter, ...rest } = given;
  return db.bulkOperation.create({ data: filter === null ? rest : { ...rest, filter } });
}

const stateIs = (state: BulkState, now: Date): Prisma.BulkOperationWhereInput => {
  if (state === 'expired') return { state: 'planned', expiresAt: { lte: now } };
  return state === 'planned' ? { state, expiresAt: { gt: now } } : { state };
};

/** Latest first. */
export async function pageOfBulks(
  db: Db,
  { kind, state, started, now }: BulkOperationsQuery & { now: Date },
  request: PageRequest,
): Promise<Page<BulkRow>> {
  const { beyond, ...reading } = keysetQuery(['id'], 'desc', request);
  const where = [
    kind ? { kind } : {},
    state ? stateIs(state, now) : {},
    started === undefined ? {} : { startedAt: started ? { not: null } : null },
    beyond,
  ];
  const rows = await db.bulkOperation.findMany({ where: { AND: where }, ...reading });
  return toPage(rows, request, (row) => [row.id]);
}

export function findBulk(db: Db, id: string): Promise<BulkRow | null> {
  return db.bulkOperation.findUnique({ where: { id } });
}

/** Whether it stood in one of these states and now stands in the other. */
export async function moveState(
  db: Db,
  id: string,
  { from, to, now }: { from: readonly BulkState[]; to: BulkState; now: Date },
): Promise<boolean> {
  const isOver = to === 'cancelled';
  const { count } = await db.bulkOperation.updateMany({
    where: { id, state: { in: [...from] } },
    data: {
      state: to,
      workedAt: now,
      ...(isOver ? { finishedAt: now } : {}),
      ...(to === 'running' && from.includes('planned') ? { startedAt: now } : {}),
      ...(to === 'running' ? { sliceDueAt: null, failures: 0 } : {}),
    },
  });
  return count > 0;
}

/** The state and the job that works on it stand or fall together. */
export async function enqueueBulk(db: Db, id: string): Promise<void> {
  await db.$executeRawUnsafe(await enqueueSql('bulk-operations', '$1'), jobJson<'bulk-operations'>([{ id }]));
}
