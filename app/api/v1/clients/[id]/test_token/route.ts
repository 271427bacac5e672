import { mintTestToken } from '#lib/clients/mint-test-token.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'clients:write',
  params: IdParams,
  status: 201,
  run: (ctx, { params }) => mintTestToken(ctx, params.id),
});
