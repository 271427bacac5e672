import { WithPassword } from '#lib/auth/factors/schema.ts';
import { removeTotp } from '#lib/auth/factors/totp-factor.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  body: WithPassword,
  status: 204,
  run: (ctx, { params, body }) => removeTotp(ctx, params.id, body),
});
