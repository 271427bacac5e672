import { issuer } from '#lib/auth/signed-token.ts';
import { CLIENT_SCOPES } from '#lib/clients/schema.ts';
import { publicUrl } from '#lib/platform/public-url.ts';
import type { PlainRequest } from './event-door.ts';
import type { PlainResponse } from './problem.ts';
import { requestIdOf } from './request-context.ts';

const CLIENT_METHODS = ['client_secret_basic', 'client_secret_post'];

/** RFC 8414 section 2. Without PUBLIC_URL it is good on this machine alone. */
function metadata(): object {
  const base = publicUrl();
  return {
    issuer: issuer(),
    token_endpoint: `${base}/oauth/token`,
    introspection_endpoint: `${base}/oauth/introspect`,
    revocation_endpoint: `${base}/oauth/revoke`,
    jwks_uri: `${base}/.well-known/jwks.json`,
    scopes_supported: CLIENT_SCOPES,
    // Required, and empty: there is no authorization endpoint.
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: CLIENT_METHODS,
    introspection_endpoint_auth_methods_supported: [...CLIENT_METHODS, 'Bearer'],
    revocation_endpoint_auth_methods_supported: CLIENT_METHODS,
  };
}

/** `GET /.well-known/oauth-authorization-server`: where OAuth clients find what they need. */
export async function oauthMetadataEndpoint(request: PlainRequest): Promise<PlainResponse> {
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=60',
      'x-request-id': requestIdOf(request.headers.get('x-request-id')),
    },
    body: JSON.stringify(metadata()),
  };
}
