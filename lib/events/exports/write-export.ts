import { clock } from '#lib/platform/clock.ts';
import { log } from '#lib/platform/log.ts';
import { enqueue } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { narrowToId } from '../narrow-to-id.ts';
import { EventFilters } from '../schema.ts';
import { enqueueNextExport } from './enqueue-next-export.ts';
import { estimateRows } from './estimate-rows.ts';
import { addEvents, beginTurn, type ExportTurn, saveTurn } from './export-turn.ts';
import {
  finishExport,
  noteEstimate,
  noteExportFailure,
  type RunningExport,
  takeUpExport,
} from './progress-repo.ts';
import { readPage } from './read-page.ts';
import { EXPORT_KEPT_HOURS } from './schema.ts';

/** Then the next export in the queue has its turn. */
const TURN_MS = 5_000;
/** However little was found: progress is seen, and a cancellation noticed. */
const SAVE_EVERY_MS = 1_000;
const MAX_FAILURES = 5;
const FAILED = `It failed ${MAX_FAILURES} times in a row; the log of the worker says why.`;

/** What is to be done next: another turn, nothing because it is finished, or nothing because somebody else ended it. */
type Outcome = 'more' | 'finished' | 'lost';

async function finish(turn: ExportTurn, capped: 'rows' | 'size' | null): Promise<Outcome> {
  if (!(await saveTurn(turn, { isLast: true }))) return 'lost';
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + EXPORT_KEPT_HOURS * 3_600_000);
  await finishExport(turn.job.id, { chunkCount: turn.saved.chunkCount, capped, now, expiresAt });
  return 'finished';
}

async function takeTurn(job: RunningExport): Promise<Outcome> {
  const filter = await narrowToId({ ...EventFilters.parse(job.filter), ownClientId: null });
  if (job.rowsEstimated === null && job.chunkCount === 0) {
    const estimate = await estimateRows(filter);
    if (estimate !== null) await noteEstimate(job.id, Math.min(estimate, job.rowLimit));
  }
  const turn = beginTurn(job);
  const endsAtMs = performance.now() + TURN_MS;
  while (performance.now() < endsAtMs) {
    const from = { position: turn.reached, scanRows: turn.scanRows };
    const page = await readPage(filter, from, job.id);
    turn.scanRows = page.scanRows;
    const stopped = await addEvents(turn, page.rows);
    if (stopped === 'lost') return 'lost';
    if (stopped || !page.next) return finish(turn, stopped);
    turn.reached = page.next;
    const isDue = performance.now() - turn.savedAtMs >= SAVE_EVERY_MS;
    if (isDue && !(await saveTurn(turn))) return 'lost';
  }
  return (await saveTurn(turn)) ? 'more' : 'lost';
}

/**
 * Goes on with an export for a few seconds, then lets the others have their turn. Whatever happens in between, the next
 * turn begins after the last chunk that was committed: no event is missing and none stands twice.
 */
export async function writeExport(id: string): Promise<void> {
  const job = await takeUpExport(id, clock.now());
  if (!job) return;
  try {
    const outcome = await takeTurn(job);
    if (outcome === 'finished') return await enqueueNextExport(job.userId);
    if (outcome === 'lost') return;
    await enqueue('export-events', { id });
    wakeWorkers('export-events');
  } catch (error) {
    const failure = { most: MAX_FAILURES, error: FAILED, now: clock.now() };
    // A store that is away counts no failure: the job comes back until it is there again.
    const next = await noteExportFailure(id, failure).catch(() => 'again');
    if (next === 'again') throw error;
    log.error({ err: error, exportId: id }, 'an export failed for good');
    await enqueueNextExport(job.userId);
  }
}
