import { mintTestToken } from '#lib/clients/mint-test-token.ts';
import { ClientParams } from '#lib/clients/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'clients:write',
  params: ClientParams,
  status: 201,
  run: (ctx, { params }) => mintTestToken(ctx, params.id),
});
