import { isReadTimeout } from '#lib/platform/read-bounded.ts';
import { balanceLedger, lasting } from './balance-ledger.ts';
import { takeEventLoopLag } from './event-loop-lag.ts';
import { formatExposition, type MetricFamily, type Sample } from './format-exposition.ts';
import {
  countRecentEvents,
  countRecentWarnings,
  countUnplaced,
  readBacklogs,
  readQueueDepths,
} from './metrics-repo.ts';

const RECENT_MS = 15 * 60_000;
const RECENT = 'of the last 15 minutes';

const gauge = (name: string, help: string, samples: readonly Sample[]): MetricFamily => ({
  name,
  help,
  samples,
});
const single = (name: string, help: string, value: number): MetricFamily =>
  gauge(name, help, [{ labels: {}, value }]);

async function events(now: Date): Promise<MetricFamily[]> {
  const counts = await countRecentEvents(new Date(now.getTime() - RECENT_MS));
  const samples = counts.map(({ status, verdict, count }) => ({
    labels: { status, verdict: verdict ?? 'none' },
    value: count,
  }));
  return [gauge('eye_events_recent', `Events received, ${RECENT}, by status and verdict.`, samples)];
}

async function warnings(now: Date): Promise<MetricFamily[]> {
  const counts = await countRecentWarnings(new Date(now.getTime() - RECENT_MS));
  const samples = counts.map(({ reason, count }) => ({ labels: { reason }, value: count }));
  return [gauge('eye_warnings_recent', `Refusals and changes after a valid token, ${RECENT}.`, samples)];
}

const DESTINATION_STATES = ['active', 'open', 'half_open', 'paused', 'disabled'] as const;

async function backlogs(): Promise<MetricFamily[]> {
  const waiting = await readBacklogs();
  const of = (read: (row: (typeof waiting)[number]) => number): Sample[] =>
    waiting.map((row) => ({ labels: { destination: row.destination }, value: read(row) }));
  return [
    gauge(
      'eye_deliveries_waiting',
      'Deliveries not finished, counted up to 10000.',
      of((row) => row.waiting),
    ),
    gauge(
      'eye_deliveries_overdue_seconds',
      'How long the oldest delivery is overdue.',
      of((row) => row.oldest_seconds),
    ),
    gauge(
      'eye_destination_state',
      '1 for the state of the destination, open and half_open being those of its breaker.',
      waiting.flatMap(({ destination, state }) =>
        DESTINATION_STATES.map((one) => ({
          labels: { destination, state: one },
          value: one === state ? 1 : 0,
        })),
      ),
    ),
  ];
}

async function queues(): Promise<MetricFamily[]> {
  const depths = await readQueueDepths();
  const samples = depths.map(({ queue, state, count }) => ({ labels: { queue, state }, value: count }));
  return [gauge('eye_queue_jobs', 'Jobs that wait, are tried again or run.', samples)];
}

async function unplaced(): Promise<MetricFamily[]> {
  const samples = (await countUnplaced()).map(({ table, rows }) => ({ labels: { table }, value: rows }));
  const help = 'Rows whose day had no partition, counted up to 10000; anything but 0 has to be looked into.';
  return [gauge('eye_default_partition_rows', help, samples)];
}

const STATUSES = ['delivered', 'withheld', 'discarded', 'dead', 'in_flight'] as const;

async function ledger(now: Date): Promise<MetricFamily[]> {
  const { rows, balanced } = await balanceLedger(now);
  const settled = lasting(rows, now);
  const names = [...new Set(rows.map((row) => row.destination ?? row.destination_id))];
  const sum = (name: string, of: typeof rows, field: (typeof STATUSES)[number] | 'difference'): number =>
    of.reduce((total, row) => total + ((row.destination ?? row.destination_id) === name ? row[field] : 0), 0);
  return [
    gauge(
      'eye_deliveries_recent',
      `Deliveries of events received, ${RECENT}, by status.`,
      names.flatMap((destination) =>
        STATUSES.map((status) => ({
          labels: { destination, status },
          value: sum(destination, rows, status),
        })),
      ),
    ),
    gauge(
      'eye_ledger_difference',
      'Accepted less all that became of it, in minutes that ended over a minute ago; anything but 0 is lost or doubled.',
      names.map((destination) => ({
        labels: { destination },
        value: sum(destination, settled, 'difference'),
      })),
    ),
    single('eye_ledger_balanced', '1 while the ledger balances.', balanced ? 1 : 0),
  ];
}

function processFamilies(): MetricFamily[] {
  const lag = takeEventLoopLag();
  const samples = Object.entries(lag).map(([quantile, value]) => ({ labels: { quantile }, value }));
  return [
    gauge('eye_event_loop_lag_seconds', 'Lateness of this process since the last scrape.', samples),
    single('eye_process_memory_bytes', 'Resident memory of this process.', process.memoryUsage.rss()),
    single('eye_process_uptime_seconds', 'Since this process started.', Math.round(process.uptime())),
  ];
}

/** Every metric as text, counted from the tables. What cannot be counted in time is left out, and that is a metric too. */
export async function describeMetrics(now: Date): Promise<string> {
  const parts = await Promise.all(
    [events(now), warnings(now), backlogs(), queues(), unplaced(), ledger(now)].map((part) =>
      part.catch((error: unknown) => {
        if (isReadTimeout(error)) return null;
        throw error;
      }),
    ),
  );
  const missing = parts.filter((part) => part === null).length;
  return formatExposition([
    ...parts.flatMap((part) => part ?? []),
    single(
      'eye_metrics_missing',
      'Groups of metrics left out because they could not be counted in time.',
      missing,
    ),
    ...processFamilies(),
  ]);
}
