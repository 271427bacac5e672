import { publicKeys } from '#lib/auth/signing-keys.ts';
import type { PlainRequest } from './event-door.ts';
import { type PlainResponse, problemResponse } from './problem.ts';
import { requestIdOf } from './request-context.ts';

/** `GET /.well-known/jwks.json`: with these, anybody can check our access tokens by himself. */
export async function jwksEndpoint(request: PlainRequest): Promise<PlainResponse> {
  const requestId = requestIdOf(request.headers.get('x-request-id'));
  try {
    return {
      status: 200,
      headers: {
        'content-type': 'application/jwk-set+json',
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=60',
        'x-request-id': requestId,
      },
      body: JSON.stringify(await publicKeys()),
    };
  } catch (error) {
    return problemResponse(error, requestId);
  }
}
