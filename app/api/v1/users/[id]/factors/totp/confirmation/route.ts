import { TotpConfirmation } from '#lib/auth/factors/schema.ts';
import { confirmTotp } from '#lib/auth/factors/totp-factor.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  body: TotpConfirmation,
  run: (ctx, { params, body }) => confirmTotp(ctx, params.id, body),
});
