import { addPasskey } from '#lib/auth/factors/passkeys.ts';
import { PasskeyInput } from '#lib/auth/factors/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  body: PasskeyInput,
  status: 201,
  run: (ctx, { params, body }) => addPasskey(ctx, params.id, body),
});
