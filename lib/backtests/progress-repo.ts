import { inPgTransaction, type PgClient, pool } from '#lib/platform/db.ts';
import { type CountRow, MAX_SAMPLES, type PageCounts, type SampleRow, type ValueRow } from './count-page.ts';
import type { Difference } from './schema.ts';

/** Of different values: up to here the counts are exact. */
const MAX_VALUES = 100_000;
const MAX_KEYS = 1_000;

type EventPlace = { at: Date; id: string };

export type RunningBacktest = {
  id: string;
  patternId: string;
  definition: unknown;
  baseline: unknown;
  from: Date | null;
  to: Date | null;
  category: string | null;
  clientId: string | null;
  maxEvents: number | null;
  eventsTotal: number | null;
  eventsScanned: number;
  position: EventPlace | null;
};

type Row = Omit<RunningBacktest, 'position'> & { positionAt: Date | null; positionId: string | null };

/** Takes it up, or goes on with it; null when it is over. */
export async function takeUpBacktest(id: string, now: Date): Promise<RunningBacktest | null> {
  const { rows } = await pool().query<Row>(
    `UPDATE backtests SET state = 'running', worked_at = $2, started_at = coalesce(started_at, $2)
      WHERE id = $1 AND state IN ('queued', 'running')
      RETURNING id, pattern_id AS "patternId", definition, baseline, from_at AS "from", to_at AS "to", category,
        client_id AS "clientId", max_events AS "maxEvents", events_total AS "eventsTotal",
        events_scanned AS "eventsScanned", position_at AS "positionAt", position_id AS "positionId"`,
    [id, now],
  );
  const [row] = rows;
  if (!row) return null;
  const { positionAt, positionId, ...rest } = row;
  return { ...rest, position: positionAt && positionId ? { at: positionAt, id: positionId } : null };
}

export async function noteTotal(id: string, events: number): Promise<void> {
  await pool().query('UPDATE backtests SET events_total = $2 WHERE id = $1', [id, events]);
}

export type Step = { page: PageCounts; position: EventPlace | null; isLast: boolean; now: Date };

/**
 * What a page found and the place it reaches to, in one commit. False when the backtest is no longer where `before`
 * says: cancelled, or in the hands of another worker; then nothing of the page is counted.
 */
export async function moveBacktest(before: RunningBacktest, step: Step): Promise<boolean> {
  return inPgTransaction(async (client) => {
    if (!(await movePosition(client, before, step))) return false;
    const { counts, values, samples } = step.page;
    if (counts.length > 0) await addCounts(client, before.id, counts);
    if (values.length > 0) await addValues(client, before.id, values);
    if (samples.length > 0) await addSamples(client, before.id, samples);
    return true;
  });
}

async function movePosition(client: PgClient, before: RunningBacktest, step: Step): Promise<boolean> {
  const { hits, events, unscannable, truncated } = step.page;
  const { rowCount } = await client.query(
    `UPDATE backtests SET events_scanned = events_scanned + $4, unscannable = unscannable + $5,
        truncated = truncated + $6, tested_hits = tested_hits + $7, baseline_hits = baseline_hits + $8,
        new_hits = new_hits + $9, lost_hits = lost_hits + $10, same_hits = same_hits + $11,
        position_at = $12, position_id = $13, worked_at = $14, failures = 0,
        state = CASE WHEN $15 THEN 'done' ELSE state END, finished_at = CASE WHEN $15 THEN $14::timestamptz END,
        events_total = CASE WHEN $15 THEN events_scanned + $4 ELSE events_total END
      WHERE id = $1 AND state = 'running' AND events_scanned = $2 AND position_id IS NOT DISTINCT FROM $3::uuid`,
    [
      ...[before.id, before.eventsScanned, before.position?.id ?? null],
      ...[events, unscannable, truncated],
      ...[hits.tested, hits.baseline, hits.new, hits.lost, hits.same],
      ...[step.position?.at ?? null, step.position?.id ?? null, step.now, step.isLast],
    ],
  );
  return rowCount === 1;
}

/** Of a facet with very many keys the later ones are left out: the sums stand with the backtest. */
async function addCounts(client: PgClient, id: string, counts: readonly CountRow[]): Promise<void> {
  await client.query(
    `WITH room AS (
        SELECT f.facet, $7::int - (SELECT count(*) FROM backtest_counts k WHERE k.backtest_id = $1 AND k.facet = f.facet) AS free
        FROM (SELECT DISTINCT unnest($2::text[]) AS facet) AS f
      ), given AS (
        SELECT t.*, c.key IS NOT NULL AS known,
          row_number() OVER (PARTITION BY t.facet, c.key IS NOT NULL ORDER BY t.key) AS number
        FROM unnest($2::text[], $3::text[], $4::int[], $5::int[], $6::int[], $8::int[])
          AS t(facet, key, tested, baseline, added, lost)
        LEFT JOIN backtest_counts c ON c.backtest_id = $1 AND c.facet = t.facet AND c.key = t.key
      )
      INSERT INTO backtest_counts AS c (backtest_id, facet, key, tested, baseline, added, lost)
      SELECT $1, g.facet, g.key, g.tested, g.baseline, g.added, g.lost FROM given g JOIN room USING (facet)
      WHERE g.known OR g.number <= room.free
      ON CONFLICT (backtest_id, facet, key) DO UPDATE SET tested = c.tested + excluded.tested,
        baseline = c.baseline + excluded.baseline, added = c.added + excluded.added, lost = c.lost + excluded.lost`,
    [
      ...[id, counts.map(({ facet }) => facet), counts.map(({ key }) => key)],
      ...[counts.map(({ tested }) => tested), counts.map(({ baseline }) => baseline)],
      ...[counts.map(({ added }) => added), MAX_KEYS, counts.map(({ lost }) => lost)],
    ],
  );
}

async function addValues(client: PgClient, id: string, values: readonly ValueRow[]): Promise<void> {
  const { rows } = await client.query<{ capped: boolean }>(
    `WITH given AS (
        SELECT t.*, v.fingerprint IS NOT NULL AS known,
          row_number() OVER (PARTITION BY v.fingerprint IS NOT NULL ORDER BY t.fingerprint) AS number
        FROM unnest($2::bytea[], $3::bool[], $4::bool[]) AS t(fingerprint, tested, baseline)
        LEFT JOIN backtest_values v ON v.backtest_id = $1 AND v.fingerprint = t.fingerprint
      ), room AS (SELECT $5::int - count(*) AS free FROM backtest_values WHERE backtest_id = $1),
      written AS (
        INSERT INTO backtest_values AS v (backtest_id, fingerprint, tested, baseline)
        SELECT $1, g.fingerprint, g.tested, g.baseline FROM given g, room WHERE g.known OR g.number <= room.free
        ON CONFLICT (backtest_id, fingerprint) DO UPDATE SET tested = v.tested OR excluded.tested,
          baseline = v.baseline OR excluded.baseline
      )
      SELECT count(*) FILTER (WHERE NOT known) > (SELECT free FROM room) AS capped FROM given`,
    [
      ...[id, values.map(({ fingerprint }) => fingerprint), values.map(({ tested }) => tested)],
      ...[values.map(({ baseline }) => baseline), MAX_VALUES],
    ],
  );
  if (rows[0]?.capped) await client.query('UPDATE backtests SET values_capped = true WHERE id = $1', [id]);
}

async function addSamples(client: PgClient, id: string, samples: readonly SampleRow[]): Promise<void> {
  const { rows } = await client.query<{ kind: Difference; kept: number }>(
    'SELECT kind, count(*)::int AS kept FROM backtest_samples WHERE backtest_id = $1 GROUP BY kind',
    [id],
  );
  const kept = new Map(rows.map((row) => [row.kind, row.kept]));
  const numbered = samples.map((sample) => {
    const number = kept.get(sample.kind) ?? 0;
    kept.set(sample.kind, number + 1);
    return { ...sample, number };
  });
  const fitting = numbered.filter(({ number }) => number < MAX_SAMPLES);
  await client.query(
    `INSERT INTO backtest_samples (backtest_id, kind, number, event_id, occurred_at, path, masked, confidence)
      SELECT $1, * FROM unnest($2::text[], $3::int[], $4::uuid[], $5::timestamptz[], $6::text[], $7::text[], $8::int[])`,
    [
      ...[id, fitting.map(({ kind }) => kind), fitting.map(({ number }) => number)],
      ...[
        fitting.map(({ eventId }) => eventId),
        fitting.map(({ at }) => at),
        fitting.map(({ path }) => path),
      ],
      ...[fitting.map(({ masked }) => masked), fitting.map(({ confidence }) => confidence)],
    ],
  );
}

/** Counts a try that failed; after too many in a row, or at once, it is over. */
export async function noteBacktestFailure(
  id: string,
  { most, error, now }: { most: number; error: string; now: Date },
): Promise<'again' | 'over'> {
  const { rows } = await pool().query<{ state: string }>(
    `UPDATE backtests SET failures = failures + 1, worked_at = $4,
        state = CASE WHEN failures + 1 >= $2 THEN 'failed' ELSE state END,
        error = CASE WHEN failures + 1 >= $2 THEN $3 END,
        finished_at = CASE WHEN failures + 1 >= $2 THEN $4::timestamptz END
      WHERE id = $1 AND state = 'running' RETURNING state`,
    [id, most, error, now],
  );
  return rows[0]?.state === 'running' ? 'again' : 'over';
}

/** What waits or was worked on before that moment: nobody is known to hold it. */
export async function findIdleBacktests(before: Date): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM backtests WHERE state IN ('queued', 'running') AND worked_at < $1 ORDER BY id LIMIT 100`,
    [before],
  );
  return rows.map(({ id }) => id);
}

export async function deleteOldBacktests(before: Date): Promise<void> {
  await pool().query('DELETE FROM backtests WHERE finished_at < $1', [before]);
}
