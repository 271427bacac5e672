import { authenticateClient } from '#lib/clients/authenticate-client.ts';
import { isRefusal, parseCompactJwt } from '#lib/platform/compact-jwt.ts';
import { AppError } from '#lib/platform/errors.ts';
import { acceptEndpoint } from './accept-endpoint.ts';
import { bearerToken } from './bearer-token.ts';
import { CORS, type PlainRequest } from './event-door.ts';
import { type PlainResponse, problemResponse } from './problem.ts';
import { requestIdOf } from './request-context.ts';

/** What the first system said of a token, by the first rule it breaks that needs no key. */
function wordsFor(token: string): string {
  const jwt = parseCompactJwt(token, 'HS256');
  if (isRefusal(jwt)) return 'Token is invalid or expired';
  const { claims } = jwt;
  if (!('exp' in claims)) return "Token has no 'exp' claim";
  if (!('jti' in claims)) return 'Token has no id';
  if (!('gty' in claims)) return 'Token has no type';
  return claims.gty === 'client-credentials' ? 'Token is invalid or expired' : 'Token has wrong type';
}

function refusalFor(header: string): Record<string, unknown> {
  const [scheme, token, ...rest] = header.trim().split(/\s+/);
  if (scheme?.toLowerCase() !== 'bearer') return { detail: 'Authentication credentials were not provided.' };
  if (token === undefined || rest.length > 0) {
    const detail = 'Authorization header must contain two space-delimited values';
    return { detail, code: 'bad_authorization_header' };
  }
  const kind = { token_class: 'ClientCredentialsToken', token_type: 'client-credentials' };
  const messages = [{ ...kind, message: wordsFor(token) }];
  return { detail: 'Given token not valid for any token type', code: 'token_not_valid', messages };
}

/** A 401 in the words that the first system's clients know. */
function reword(answer: PlainResponse, { headers }: PlainRequest): PlainResponse {
  const header = headers.get('authorization') ?? headers.get('authentication') ?? '';
  return {
    ...answer,
    headers: { ...answer.headers, 'www-authenticate': 'Bearer realm="api"' },
    body: JSON.stringify({ ...(JSON.parse(answer.body) as object), ...refusalFor(header) }),
  };
}

async function refuseMethod(request: PlainRequest): Promise<PlainResponse> {
  const requestId = requestIdOf(request.headers.get('x-request-id'));
  const fault = async (): Promise<unknown> => {
    const token = bearerToken(request.headers);
    if (token === null) return new AppError('unauthenticated', 'No identity.');
    await authenticateClient(token, request.address);
    return new AppError('method_not_allowed', `Method "${request.method}" not allowed.`);
  };
  const answer = problemResponse(await fault().catch((error: unknown) => error), requestId);
  return { ...answer, headers: { ...answer.headers, ...CORS, allow: 'POST, OPTIONS' } };
}

/** `POST /events/`, the address of the first system: what the accept endpoint does, with an empty body for what was taken. */
export async function firstEventEndpoint(request: PlainRequest): Promise<PlainResponse> {
  const taken = request.method === 'POST' || request.method === 'OPTIONS';
  const answer = taken ? await acceptEndpoint(request) : await refuseMethod(request);
  if (answer.status === 401) return reword(answer, request);
  if (answer.status !== 202) return answer;
  const { 'content-type': _none, ...headers } = answer.headers;
  return { status: 202, headers, body: '' };
}
