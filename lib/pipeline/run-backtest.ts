import { countPage, type FoundMatch, type ScannedEvent } from '#lib/backtests/count-page.ts';
import {
  moveBacktest,
  noteBacktestFailure,
  noteTotal,
  type RunningBacktest,
  takeUpBacktest,
} from '#lib/backtests/progress-repo.ts';
import type { Match, ScanResult } from '#lib/dlp/match.ts';
import {
  countPastEvents,
  type PastEvent,
  type PastEvents,
  readPastEvents,
} from '#lib/events/backtest-repo.ts';
import { clock } from '#lib/platform/clock.ts';
import { keyedHash } from '#lib/platform/crypto.ts';
import { isAppError } from '#lib/platform/errors.ts';
import { log } from '#lib/platform/log.ts';
import { enqueue } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { BASELINE, loadBacktest, scanPast, TESTED } from './backtest-scanner.ts';

/** Then the next backtest in the queue has its turn. */
const TURN_MS = 5_000;
const MAX_FAILURES = 5;
const FAILED = `It failed ${MAX_FAILURES} times in a row; the log of the worker says why.`;
const MOST_COUNTED = 1_000_000;

function toFound({ slot, inKey, start, end, canonical, path, masked, confidence }: Match): FoundMatch {
  return { slot, inKey, start, end, path, masked, confidence, fingerprint: keyedHash(canonical) };
}

function toScanned(event: PastEvent, result: ScanResult | null): ScannedEvent {
  const matches = result?.matches ?? [];
  const of = (side: string): FoundMatch[] =>
    matches.filter(({ patternId }) => patternId === side).map(toFound);
  return {
    ...{ id: event.id, at: event.occurred_at, clientId: event.client_id, category: event.category },
    ...{ tested: of(TESTED), baseline: of(BASELINE) },
    unscannable: result === null || result.unscannable !== null,
    truncated: result?.truncated ?? false,
  };
}

async function scanEvents(events: readonly PastEvent[]): Promise<ScannedEvent[]> {
  const results = await scanPast(
    events.map((event) => ({
      subject: {
        kind: 'event' as const,
        category: event.category,
        ...(event.client_id === null ? {} : { clientId: event.client_id }),
      },
      document: {
        ...{ name: event.name, category: event.category },
        ...{ session_id: event.session_id, external_id: event.external_id, data: event.data },
      },
    })),
  );
  return events.map((event, i) => toScanned(event, results[i] ?? null));
}

const pastOf = ({ id, from, to, category, clientId }: RunningBacktest): PastEvents => ({
  ...{ from, to, category, clientId, belowId: id },
});

/** One page further; null when the backtest is over, or in other hands. */
async function step(job: RunningBacktest): Promise<RunningBacktest | null> {
  const room = (job.maxEvents ?? Number.POSITIVE_INFINITY) - job.eventsScanned;
  const read = await readPastEvents(pastOf(job), job.position);
  const events = read.events.slice(0, room);
  const last = events.at(-1);
  const isLast = read.isLast || read.events.length >= room;
  const isCut = events.length < read.events.length && last !== undefined;
  const position = isCut ? { at: last.occurred_at, id: last.id } : read.reached;
  const page = countPage(await scanEvents(events));
  const moved = await moveBacktest(job, { page, position, isLast, now: clock.now() });
  if (!moved || isLast) return null;
  return { ...job, position, eventsScanned: job.eventsScanned + events.length };
}

/** Whether there is more to do. */
async function takeTurn(taken: RunningBacktest): Promise<boolean> {
  if (taken.eventsTotal === null && taken.position === null) {
    const total = await countPastEvents(pastOf(taken), taken.maxEvents ?? MOST_COUNTED);
    // So many without an end in sight say nothing about how many there are.
    if (total !== null && (taken.maxEvents !== null || total < MOST_COUNTED))
      await noteTotal(taken.id, total);
  }
  await loadBacktest(taken.id, taken);
  const endsAtMs = performance.now() + TURN_MS;
  let job: RunningBacktest | null = taken;
  while (job !== null && performance.now() < endsAtMs) job = await step(job);
  return job !== null;
}

/**
 * Goes on with a backtest for a few seconds, then lets the others have their turn. Whatever happens in between, the next
 * turn begins after the last page that was committed, counts and place together: no event counts twice.
 */
export async function runBacktest(id: string): Promise<void> {
  const job = await takeUpBacktest(id, clock.now());
  if (!job) return;
  try {
    if (!(await takeTurn(job))) return;
    await enqueue('run-backtests', { id });
    wakeWorkers('run-backtests');
  } catch (error) {
    const isRefused = isAppError(error) && error.code === 'invalid';
    const failure = isRefused
      ? { most: 1, error: error.message.slice(0, 500) }
      : { most: MAX_FAILURES, error: FAILED };
    // A store that is away counts no failure: the job comes back until it is there again.
    const next = await noteBacktestFailure(id, { ...failure, now: clock.now() }).catch(() => 'again');
    if (next === 'again') throw error;
    log.error({ err: error, backtestId: id }, 'a backtest failed for good');
  }
}
