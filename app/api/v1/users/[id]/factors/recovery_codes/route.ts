import { remakeRecoveryCodes } from '#lib/auth/factors/remake-recovery-codes.ts';
import { WithPassword } from '#lib/auth/factors/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  body: WithPassword,
  run: (ctx, { params, body }) => remakeRecoveryCodes(ctx, params.id, body),
});
