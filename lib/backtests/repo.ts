import type { Db, Prisma } from '#lib/platform/db.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { enqueueSql, jobJson } from '#lib/queue/enqueue.ts';
import type { Backtest, BacktestState, BacktestsQuery } from './schema.ts';

export type BacktestRow = Prisma.BacktestGetPayload<object>;
export type NewBacktest = Prisma.BacktestUncheckedCreateInput;

const UNFINISHED = ['queued', 'running'];

/** By the rate so far, breaks included. */
function secondsLeft(row: BacktestRow, now: Date): number | null {
  const { state, startedAt, eventsTotal, eventsScanned } = row;
  if (state !== 'running' || startedAt === null || eventsTotal === null || eventsScanned === 0) return null;
  const seconds = (now.getTime() - startedAt.getTime()) / 1_000;
  return Math.ceil((Math.max(0, eventsTotal - eventsScanned) * seconds) / eventsScanned);
}

export function toBacktest(row: BacktestRow, now: Date): Backtest {
  return {
    id: row.id,
    pattern_id: row.patternId,
    version: row.version,
    baseline_version: row.baselineVersion,
    from: row.fromAt?.toISOString() ?? null,
    to: row.toAt?.toISOString() ?? null,
    category: row.category,
    client_id: row.clientId,
    max_events: row.maxEvents,
    state: row.state as BacktestState,
    events_total: row.eventsTotal,
    events_scanned: row.eventsScanned,
    seconds_left: secondsLeft(row, now),
    hits: {
      tested: Number(row.testedHits),
      baseline: Number(row.baselineHits),
      new: Number(row.newHits),
      lost: Number(row.lostHits),
      same: Number(row.sameHits),
    },
    unscannable: row.unscannable,
    truncated: row.truncated,
    error: row.error,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    finished_at: row.finishedAt?.toISOString() ?? null,
  };
}

/** One by one, until the transaction ends. */
export async function lockBacktests(db: Db): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('the-eye.backtests', 0))`;
}

export function countUnfinished(db: Db): Promise<number> {
  return db.backtest.count({ where: { state: { in: UNFINISHED } } });
}

/** The backtest and the job that works on it stand or fall together. */
export async function insertBacktest(db: Db, given: NewBacktest): Promise<BacktestRow> {
  const row = await db.backtest.create({ data: given });
  await db.$executeRawUnsafe(
    await enqueueSql('run-backtests', '$1'),
    jobJson<'run-backtests'>([{ id: given.id }]),
  );
  return row;
}

/** Of one pattern, latest first. */
export async function pageOfBacktests(
  db: Db,
  { patternId, state }: BacktestsQuery & { patternId: string },
  request: PageRequest,
): Promise<Page<BacktestRow>> {
  const { beyond, ...reading } = keysetQuery(['id'], 'desc', request);
  const where = [{ patternId }, state ? { state } : {}, beyond];
  const rows = await db.backtest.findMany({ where: { AND: where }, ...reading });
  return toPage(rows, request, (row) => [row.id]);
}

export function findBacktest(db: Db, id: string): Promise<BacktestRow | null> {
  return db.backtest.findUnique({ where: { id } });
}

/** Whether it was still under way. What it had counted stays. */
export async function markBacktestCancelled(db: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await db.backtest.updateMany({
    where: { id, state: { in: UNFINISHED } },
    data: { state: 'cancelled', finishedAt: now },
  });
  return count > 0;
}
