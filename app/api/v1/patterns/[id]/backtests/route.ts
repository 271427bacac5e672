import { listBacktests } from '#lib/backtests/list-backtests.ts';
import { type Backtest, BacktestInput, BacktestsQuery } from '#lib/backtests/schema.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { startBacktest } from '#lib/pipeline/start-backtest.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'backtests:read',
  params: IdParams,
  query: BacktestsQuery.extend(PageQuery.shape),
  run: (ctx, { params, query }) =>
    paged<BacktestsQuery, Backtest>('backtests', (inner, request) =>
      listBacktests(inner, { ...request, patternId: params.id }),
    )(ctx, { query }),
});

export const POST = endpoint({
  identity: 'user',
  permission: 'backtests:write',
  params: IdParams,
  body: BacktestInput,
  status: 202,
  run: (ctx, { params, body }) => startBacktest(ctx, params.id, body),
});
