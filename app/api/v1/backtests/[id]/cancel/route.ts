import { cancelBacktest } from '#lib/backtests/cancel-backtest.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'backtests:write',
  params: IdParams,
  run: (ctx, { params }) => cancelBacktest(ctx, params.id),
});
