import { listHolders } from '#lib/auth/grants/list-holders.ts';
import { RoleParams } from '#lib/auth/grants/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: RoleParams,
  run: (ctx, { params }) => listHolders(ctx, params.name),
});
