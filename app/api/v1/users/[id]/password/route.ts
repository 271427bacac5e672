import { changePassword } from '#lib/auth/change-password.ts';
import { PasswordChange } from '#lib/auth/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  body: PasswordChange,
  run: async (ctx, { params, body }) => {
    await changePassword(ctx, params.id, body);
    return {};
  },
});
