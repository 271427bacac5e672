import { expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { BacktestInput } from '#lib/backtests/schema.ts';
import { builtInPatterns } from '#lib/dlp/built-in-patterns.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { startBacktest } from '#lib/pipeline/start-backtest.ts';
import { pool } from '#lib/platform/db.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { generateEvents } from '#tests/support/generate-events.ts';
import { startWorker } from '#tests/support/run-program.ts';

const database = useTestDatabase();
const EVENTS = 6_000;

type Progress = { state: string; scanned: number; hits: number; days: number };
async function progress(id: string): Promise<Progress> {
  const { rows } = await pool().query<Progress>(
    `SELECT state, events_scanned AS scanned, tested_hits::int AS hits, coalesce((SELECT sum(tested)::int FROM backtest_counts
        WHERE backtest_id = backtests.id AND facet = 'day'), 0) AS days FROM backtests WHERE id = $1`,
    [id],
  );
  return rows[0] as Progress;
}

it('a worker killed in a backtest counts no event twice and leaves none out', async () => {
  const ctx = systemContext('tests');
  await installDefaults(ctx);
  // Already processed, so that the worker has nothing else to do; one card in each.
  await generateEvents({ count: EVENTS, everyMs: 10, untilMs: Date.now() - 60_000 });
  await pool().query(
    `UPDATE events SET data = jsonb_build_object('note', repeat('nothing here ', 200) || 'card 4111 1111 1111 1111')`,
  );
  const card = builtInPatterns.find(({ name }) => name === 'Card number');
  const { id } = await startBacktest(ctx, card?.id ?? '', BacktestInput.parse({}));
  {
    await using worker = await startWorker(database.url);
    const some = { scanned: expect.toSatisfy((count: number) => count > 0 && count < EVENTS) };
    await expect.poll(() => progress(id), { timeout: 30_000, interval: 1 }).toMatchObject(some);
    expect(await worker.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
  }
  const left = await progress(id);
  expect(left.scanned).toBeLessThan(EVENTS);
  expect([left.hits, left.days]).toEqual([left.scanned, left.scanned]);
  // As when nobody has worked on it for long enough.
  await pool().query(`UPDATE backtests SET worked_at = now() - interval '10 minutes'`);
  await using _worker = await startWorker(database.url);
  await expect
    .poll(() => progress(id), { timeout: 60_000, interval: 100 })
    .toEqual({ state: 'done', scanned: EVENTS, hits: EVENTS, days: EVENTS });
});
