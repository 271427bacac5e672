import { reviewAccess } from '#lib/auth/review/review-access.ts';
import { AccessReviewQuery } from '#lib/auth/review/schema.ts';
import { listDormantClients } from '#lib/clients/list-dormant-clients.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'users:read',
  query: AccessReviewQuery,
  run: async (ctx, { query }) => ({
    ...(await reviewAccess(ctx, query)),
    dormant_clients: await listDormantClients(ctx, query),
  }),
});
