import { revokeToken } from '#lib/clients/oauth/revoke-token.ts';
import { oauthEndpoint } from '#lib/http/oauth-endpoint.ts';

export const POST = oauthEndpoint({
  callers: 'client_or_user',
  run: async (ctx, { form }) => {
    await revokeToken(ctx, form.get('token'));
    return undefined;
  },
});
