import { WithPassword } from '#lib/auth/factors/schema.ts';
import { startTotp } from '#lib/auth/factors/totp-factor.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  body: WithPassword,
  run: (ctx, { params, body }) => startTotp(ctx, params.id, body),
});
