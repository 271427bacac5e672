import { listFactors } from '#lib/auth/factors/list-factors.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  run: (ctx, { params }) => listFactors(ctx, params.id),
});
