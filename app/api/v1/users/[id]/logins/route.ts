import { listUserLogins } from '#lib/auth/list-user-logins.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  query: PageQuery,
  run: (ctx, { params, query }) =>
    paged('logins', (own, request) => listUserLogins(own, params.id, request))(ctx, { query }),
});
