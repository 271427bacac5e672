import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { requireDestination } from '../require-destination.ts';
import { answerTimes } from './answer-times.ts';
import { type BarRow, readAnswers, readBars, readLatestAttempts, readReasons } from './repo.ts';
import {
  COUNTED_OUTCOMES,
  type CountedOutcome,
  type DestinationStats,
  STATS_RANGES,
  type StatsQuery,
  type StatsRange,
} from './schema.ts';

const MAX_REASONS = 10;
const MAX_LATEST = 20;

/** Whole bars, aligned to UTC: the first one reaches back as far as was asked, the last one is still filling. */
function windowOf(range: StatsRange, now: Date) {
  const { spanSeconds, barSeconds } = STATS_RANGES[range];
  const barMs = barSeconds * 1_000;
  const toMs = Math.floor(now.getTime() / barMs) * barMs + barMs;
  return { from: new Date(toMs - spanSeconds * 1_000), to: new Date(toMs), barSeconds };
}

function bucketsOf(rows: readonly BarRow[], { from, to, barSeconds }: ReturnType<typeof windowOf>) {
  const barMs = barSeconds * 1_000;
  const buckets = Array.from({ length: (to.getTime() - from.getTime()) / barMs }, (_, i) => ({
    at: new Date(from.getTime() + i * barMs).toISOString(),
    counts: Object.fromEntries(COUNTED_OUTCOMES.map((outcome) => [outcome, 0])) as Record<
      CountedOutcome,
      number
    >,
  }));
  for (const { bar_ms, outcome, attempts } of rows) {
    const counts = buckets[(bar_ms - from.getTime()) / barMs]?.counts;
    if (counts && outcome in counts) counts[outcome as CountedOutcome] += attempts;
  }
  return buckets;
}

const sum = (rows: readonly BarRow[], read: (row: BarRow) => number): number =>
  rows.reduce((total, row) => total + read(row), 0);

/** How deliveries to it went: over time, how fast, why not, and the latest attempts. */
export async function getDestinationStats(
  ctx: Context,
  id: string,
  { range }: StatsQuery,
): Promise<DestinationStats> {
  requirePermission(ctx, 'destinations:read');
  await requireDestination(ctx.db, id);
  const window = windowOf(range, clock.now());
  const [bars, reasons, answers, latest] = await Promise.all([
    readBars(id, window),
    readReasons(id, window, MAX_REASONS),
    readAnswers(id, window),
    readLatestAttempts(id, MAX_LATEST),
  ]);
  const delivered = sum(bars, (row) => (row.outcome === 'delivered' ? row.attempts : 0));
  const dead = sum(bars, (row) => row.dead);
  return {
    range,
    from: window.from.toISOString(),
    to: window.to.toISOString(),
    bucket_seconds: window.barSeconds,
    buckets: bucketsOf(bars, window),
    attempts: sum(bars, (row) => row.attempts),
    delivered,
    dead,
    success_rate: delivered + dead === 0 ? null : delivered / (delivered + dead),
    answer_ms: answerTimes(answers),
    reasons: reasons.map(({ status_code, last_at, ...rest }) => ({
      ...rest,
      status_code: status_code === 0 ? null : status_code,
      last_at: last_at.toISOString(),
    })),
    latest: latest.map(({ started_at, ...rest }) => ({ ...rest, at: started_at.toISOString() })),
  };
}
