import { setTimeout as wait } from 'node:timers/promises';
import { recordAuditBySql } from '#lib/audit/record-audit-by-sql.ts';
import { systemContext } from '#lib/auth/context.ts';
import {
  finishBulk,
  holdForSlice,
  noteBulkFailure,
  type RunningBulk,
  readRunning,
  saveSlice,
} from '#lib/bulk-operations/progress-repo.ts';
import { inPgTransaction, isDataFault, type PgClient } from '#lib/platform/db.ts';
import { log } from '#lib/platform/log.ts';
import { enqueue } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { eventAtFault } from './blame-event.ts';
import { actOnItems, nextItems } from './bulk-items.ts';

/** Then the next operation in the queue has its turn. */
const TURN_MS = 5_000;
/** Items of one commit: a quarter of a second's worth, at most so many. */
const MAX_SLICE = 100;
const MAX_FAILURES = 5;
const FAILED = `It failed ${MAX_FAILURES} times in a row; the log of the worker says why.`;
const UNSCANNABLE = 'The scan broke off at the event; the log says why.';

type Items = { ids: string[]; reached: string | null; scanRows: number | null };
/** Another slice, the end, or nothing because somebody else has it or ended it. */
type Outcome = 'more' | 'finished' | 'lost';

const sliceSize = ({ ratePerSecond }: RunningBulk): number =>
  Math.min(MAX_SLICE, Math.max(1, Math.ceil(ratePerSecond / 4)));

async function finish(client: PgClient, bulk: RunningBulk, capped: boolean): Promise<void> {
  await finishBulk(client, bulk.id, capped);
  await recordAuditBySql(systemContext('bulk operations'), client, {
    action: 'bulk_operations.finish',
    subjectType: 'bulk_operation',
    subjectId: bulk.id,
    after: { kind: bulk.kind, looked_at: bulk.visited, capped },
  });
}

type Work = { items: Items; failedWith: string | null };

/** Items and the place after them in one commit: whoever is killed in between has done neither. */
async function workSlice(seen: RunningBulk, { items, failedWith }: Work): Promise<Outcome> {
  const { ids, scanRows } = items;
  return inPgTransaction(async (client) => {
    const bulk = await holdForSlice(client, seen);
    if (!bulk) return 'lost';
    const results = failedWith === null ? await actOnItems(client, bulk, ids) : [];
    const skipped: Record<string, number> = {};
    for (const { skip } of results) if (skip !== null) skipped[skip] = (skipped[skip] ?? 0) + 1;
    await saveSlice(client, bulk.id, {
      done: results.filter(({ skip }) => skip === null).length,
      skipped,
      failed: failedWith === null ? [] : ids.map((id) => ({ id, reason: failedWith })),
      positionId: items.reached ?? ids.at(-1) ?? null,
      scanRows,
      intervalMs: (ids.length * 1_000) / bulk.ratePerSecond,
    });
    return 'more';
  });
}

const isItsFault = (error: unknown): boolean => isDataFault(error) || eventAtFault(error) !== null;

/** What one event breaks is narrowed down by halves, until it stands alone and is counted as failed. */
async function workOrBlame(bulk: RunningBulk, items: Items): Promise<Outcome> {
  try {
    return await workSlice(bulk, { items, failedWith: null });
  } catch (error) {
    if (bulk.kind !== 'replay' || !isItsFault(error)) throw error;
    const { ids, scanRows } = items;
    if (ids.length > 1) {
      return workOrBlame(bulk, { ids: ids.slice(0, ids.length >> 1), reached: null, scanRows });
    }
    log.error({ err: error, eventId: ids[0], operationId: bulk.id }, 'an event could not be replayed');
    return workSlice(bulk, { items, failedWith: UNSCANNABLE });
  }
}

async function takeSlice(bulk: RunningBulk): Promise<Outcome> {
  const room = bulk.itemLimit - bulk.visited;
  const items = await nextItems(bulk, Math.max(1, Math.min(sliceSize(bulk), room)));
  const isOver = items.ids.length === 0 && items.reached === null;
  if (isOver || (room <= 0 && items.ids.length > 0)) {
    return inPgTransaction(async (client) => {
      const held = await holdForSlice(client, bulk);
      if (!held) return 'lost';
      await finish(client, held, !isOver);
      return 'finished';
    });
  }
  return workOrBlame(bulk, items);
}

async function takeTurn(id: string, stop?: AbortSignal): Promise<Outcome> {
  const endsAtMs = performance.now() + TURN_MS;
  while (performance.now() < endsAtMs && !stop?.aborted) {
    const bulk = await readRunning(id);
    if (!bulk) return 'lost';
    if (bulk.waitMs > 0) {
      await wait(Math.ceil(bulk.waitMs));
      continue;
    }
    const outcome = await takeSlice(bulk);
    // Another worker was first, and goes on with it: one is enough.
    if (outcome !== 'more') return outcome;
    if (bulk.kind !== 'discard') wakeWorkers('deliveries');
  }
  return 'more';
}

/**
 * Goes on with a bulk operation for a few seconds, at its rate, then lets the others have their turn. Whatever happens in
 * between, the next turn begins after the last item that was committed: nothing is left out and nothing done twice.
 */
export async function runBulkOperation(id: string, stop?: AbortSignal): Promise<void> {
  try {
    if ((await takeTurn(id, stop)) !== 'more') return;
    await enqueue('bulk-operations', { id });
    wakeWorkers('bulk-operations');
  } catch (error) {
    // A store that is away counts no failure: the job comes back until it is there again.
    const next = await noteBulkFailure(id, { most: MAX_FAILURES, error: FAILED }).catch(() => 'again');
    if (next === 'again') throw error;
    log.error({ err: error, operationId: id }, 'a bulk operation failed for good');
  }
}
