import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { PatternInput } from '#lib/dlp/schema.ts';
import { clock } from '#lib/platform/clock.ts';
import { toBacktest } from './repo.ts';
import { requireBacktest } from './require-backtest.ts';
import {
  readCategories,
  readClients,
  readDays,
  readSamples,
  readValues,
  readVerdicts,
} from './result-repo.ts';
import type { BacktestDetail } from './schema.ts';
import { sumVerdicts } from './sum-verdicts.ts';

/** How far a backtest is, and what it found up to there: masked for everybody. @throws AppError `not_found`. */
export async function getBacktest(ctx: Context, id: string): Promise<BacktestDetail> {
  requirePermission(ctx, 'backtests:read');
  const row = await requireBacktest(ctx.db, id);
  const [values, days, clients, categories, samples, verdicts] = await Promise.all([
    readValues(id),
    readDays(id),
    readClients(id),
    readCategories(id),
    readSamples(id),
    readVerdicts(id, row.patternId),
  ]);
  return {
    ...toBacktest(row, clock.now()),
    definition: PatternInput.parse(row.definition),
    values: { ...values, capped: row.valuesCapped },
    per_day: days,
    clients,
    categories,
    samples,
    verdicts: sumVerdicts(verdicts),
  };
}
