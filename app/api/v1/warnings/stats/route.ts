import { endpoint } from '#lib/http/endpoint.ts';
import { getWarningStats } from '#lib/warnings/get-warning-stats.ts';
import { WarningsQuery } from '#lib/warnings/schema.ts';

export const GET = endpoint({
  identity: 'user_or_client',
  permission: null,
  query: WarningsQuery,
  run: (ctx, { query }) => getWarningStats(ctx, query),
});
