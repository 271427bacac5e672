import { sendVerification } from '#lib/auth/links/send-link.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  status: 202,
  run: async (ctx, { params }) => {
    await sendVerification(ctx, params.id);
    return {};
  },
});
