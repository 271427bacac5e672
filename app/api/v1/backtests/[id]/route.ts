import { getBacktest } from '#lib/backtests/get-backtest.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'backtests:read',
  params: IdParams,
  run: (ctx, { params }) => getBacktest(ctx, params.id),
});
