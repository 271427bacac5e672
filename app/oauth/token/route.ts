import { grantToken } from '#lib/clients/oauth/grant-token.ts';
import { oauthEndpoint } from '#lib/http/oauth-endpoint.ts';

export const POST = oauthEndpoint({
  callers: 'client',
  run: (ctx, { form, secretId }) =>
    grantToken(ctx, { grantType: form.get('grant_type'), scope: form.get('scope'), secretId }),
});
