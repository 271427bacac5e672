import { startPasswordReset } from '#lib/auth/links/send-link.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: 'users:write',
  params: IdParams,
  status: 202,
  run: async (ctx, { params }) => {
    await startPasswordReset(ctx, params.id);
    return {};
  },
});
