import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { pageOfBacktests, toBacktest } from './repo.ts';
import type { Backtest, BacktestsQuery } from './schema.ts';

/** Backtests of one pattern, the latest first. */
export async function listBacktests(
  ctx: Context,
  { patternId, state, ...request }: BacktestsQuery & PageRequest & { patternId: string },
): Promise<Page<Backtest>> {
  requirePermission(ctx, 'backtests:read');
  const now = clock.now();
  const page = await pageOfBacktests(ctx.db, { patternId, state }, request);
  return { ...page, items: page.items.map((row) => toBacktest(row, now)) };
}
