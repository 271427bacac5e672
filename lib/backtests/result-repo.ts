import { readBounded } from '#lib/platform/read-bounded.ts';
import type { BacktestDetail, BacktestSample, Difference } from './schema.ts';

type Counts = { tested: number; baseline: number; new: number; lost: number };

const TOP = 10;

export async function readValues(id: string): Promise<Counts> {
  const [row] = await readBounded<Counts>(
    `SELECT count(*) FILTER (WHERE tested)::int AS tested, count(*) FILTER (WHERE baseline)::int AS baseline,
        count(*) FILTER (WHERE tested AND NOT baseline)::int AS new,
        count(*) FILTER (WHERE baseline AND NOT tested)::int AS lost
      FROM backtest_values WHERE backtest_id = $1`,
    [id],
  );
  if (!row) throw new Error('Counting answered no row.');
  return row;
}

export function readDays(id: string): Promise<BacktestDetail['per_day']> {
  return readBounded(
    `SELECT key AS day, tested, baseline, added AS new, lost FROM backtest_counts
      WHERE backtest_id = $1 AND facet = 'day' ORDER BY key`,
    [id],
  );
}

export function readClients(id: string): Promise<BacktestDetail['clients']> {
  return readBounded(
    `SELECT k.client_id, c.name AS client, k.tested, k.baseline, k.added AS new, k.lost
      FROM (SELECT *, nullif(key, '')::uuid AS client_id FROM backtest_counts
        WHERE backtest_id = $1 AND facet = 'client') AS k
      LEFT JOIN clients c ON c.id = k.client_id ORDER BY k.tested + k.lost DESC, k.key LIMIT ${TOP}`,
    [id],
  );
}

export function readCategories(id: string): Promise<BacktestDetail['categories']> {
  return readBounded(
    `SELECT key AS category, tested, baseline, added AS new, lost FROM backtest_counts
      WHERE backtest_id = $1 AND facet = 'category' ORDER BY tested + lost DESC, key LIMIT ${TOP}`,
    [id],
  );
}

export async function readSamples(id: string): Promise<Record<Difference, BacktestSample[]>> {
  const rows = await readBounded<
    { kind: Difference; occurred_at: Date } & Omit<BacktestSample, 'occurred_at'>
  >(
    `SELECT kind, event_id, occurred_at, path, masked, confidence FROM backtest_samples
      WHERE backtest_id = $1 ORDER BY kind, number`,
    [id],
  );
  const of = (wanted: Difference): BacktestSample[] =>
    rows
      .filter(({ kind }) => kind === wanted)
      .map(({ kind: _kind, occurred_at, ...sample }) => ({
        ...sample,
        occurred_at: occurred_at.toISOString(),
      }));
  return { new: of('new'), lost: of('lost'), same: of('same') };
}

export type VerdictRow = {
  tested: boolean;
  baseline: boolean;
  confirmed: number;
  false_positives: number;
  used_in_tests: number;
};

/** What reviewers say by now about the values that were found: by who found them. */
export function readVerdicts(id: string, patternId: string): Promise<VerdictRow[]> {
  return readBounded(
    `SELECT v.tested, v.baseline,
        count(*) FILTER (WHERE f.reason IN ('remediated', 'accepted_risk'))::int AS confirmed,
        count(*) FILTER (WHERE f.reason = 'false_positive')::int AS false_positives,
        count(*) FILTER (WHERE f.reason = 'used_in_tests')::int AS used_in_tests
      FROM backtest_values v JOIN findings f ON f.pattern_id = $2 AND f.fingerprint = v.fingerprint
      WHERE v.backtest_id = $1 AND f.state = 'closed' GROUP BY v.tested, v.baseline`,
    [id, patternId],
  );
}
