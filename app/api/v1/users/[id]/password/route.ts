import { changePassword } from '#lib/auth/change-password.ts';
import { PasswordChange, UserParams } from '#lib/auth/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: UserParams,
  body: PasswordChange,
  run: async (ctx, { params, body }) => {
    await changePassword(ctx, params.id, body);
    return {};
  },
});
