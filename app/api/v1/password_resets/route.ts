import { requestPasswordReset } from '#lib/auth/links/request-password-reset.ts';
import { PasswordResetInput } from '#lib/auth/links/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

/** The same answer for every address. */
export const POST = authServiceEndpoint({
  identity: 'none',
  permission: null,
  body: PasswordResetInput,
  status: 202,
  run: async (ctx, { body }) => {
    await requestPasswordReset(ctx, body);
    return {};
  },
});
