import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { listWarnings } from '#lib/warnings/list-warnings.ts';
import { WarningsQuery } from '#lib/warnings/schema.ts';

export const GET = endpoint({
  identity: 'user_or_client',
  permission: null,
  query: WarningsQuery.extend(PageQuery.shape),
  run: paged('warnings', listWarnings),
});
