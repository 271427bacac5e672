import { introspectToken } from '#lib/clients/oauth/introspect-token.ts';
import { oauthEndpoint } from '#lib/http/oauth-endpoint.ts';

export const POST = oauthEndpoint({
  callers: 'client_or_user',
  run: (ctx, { form }) => introspectToken(ctx, form.get('token')),
});
