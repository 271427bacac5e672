import { authenticateAccessToken } from '#lib/auth/authenticate-access-token.ts';
import { type Context, requestContext } from '#lib/auth/context.ts';
import { authenticateSecret } from '#lib/clients/authenticate-secret.ts';
import { oauthFault } from '#lib/clients/oauth/oauth-fault.ts';
import type { AppError, ErrorCode } from '#lib/platform/errors.ts';
import { bearerToken } from './bearer-token.ts';
import { clientCredentials } from './client-credentials.ts';
import { problemResponse, toAppError } from './problem.ts';
import { readForm } from './read-form.ts';
import { addressFrom, requestIdOf } from './request-context.ts';

/** `secretId`: of the secret that a client showed; null for a user. */
type Asked = { form: ReadonlyMap<string, string>; secretId: string | null };

type OauthSpec = {
  /** `client`: by its secret alone; `client_or_user`: or a user by his access token. */
  callers: 'client' | 'client_or_user';
  /** What comes of it is sent as JSON, nothing as an empty body. */
  run: (ctx: Context, asked: Asked) => Promise<object | undefined>;
};

const BEARER = /^Bearer\s/i;

async function settle(
  { callers }: OauthSpec,
  request: Request,
  requestId: string,
): Promise<{ ctx: Context; asked: Asked }> {
  const form = await readForm(request);
  const address = addressFrom(request.headers);
  const header = request.headers.get('authorization');
  if (callers === 'client_or_user' && header !== null && BEARER.test(header)) {
    if (form.has('client_secret')) {
      throw oauthFault('invalid_request', 'The caller authenticates itself in more than one way.');
    }
    const user = await authenticateAccessToken(bearerToken(request.headers) ?? '');
    return { ctx: requestContext(user, { requestId, address }), asked: { form, secretId: null } };
  }
  const { client, secretId } = await authenticateSecret(clientCredentials(header, form), address);
  return { ctx: requestContext(client, { requestId, address }), asked: { form, secretId } };
}

type Told = { status?: number; error: string; description?: string; challenge?: string };

/** One answer for whatever is wrong with a client: who asks does not learn what. */
const BAD_CLIENT: Told = {
  error: 'invalid_client',
  description: 'Client authentication failed.',
  challenge: 'Basic realm="The Eye", charset="UTF-8"',
};
/** RFC 6750 section 3.1. */
const BAD_TOKEN: Told = {
  error: 'invalid_token',
  challenge: 'Bearer realm="The Eye", error="invalid_token"',
};
const TOLD: Readonly<Partial<Record<ErrorCode, Told>>> = {
  forbidden: { error: 'insufficient_scope' },
  rate_limited: { error: 'temporarily_unavailable' },
  unavailable: { error: 'temporarily_unavailable' },
  internal: { error: 'server_error' },
};

function toldOf(fault: AppError, isUser: boolean): Told {
  if (fault.code === 'unauthenticated') return isUser ? BAD_TOKEN : BAD_CLIENT;
  return TOLD[fault.code] ?? { status: 400, error: String(fault.details.extra?.error ?? 'invalid_request') };
}

/** What RFC 6749 section 5.2 leaves of ASCII for `error_description`. */
const plain = (text: string): string => text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'");

/**
 * An error as OAuth clients read it; the status, the pause and the line in the log are those of every other
 * endpoint.
 */
function refusal(thrown: unknown, isUser: boolean, requestId: string): Response {
  const fault = toAppError(thrown);
  const { status, headers } = problemResponse(fault, requestId);
  const told = toldOf(fault, isUser);
  const body = { error: told.error, error_description: plain(told.description ?? fault.message) };
  const answer = Response.json(body, { status: told.status ?? status, headers });
  answer.headers.set('content-type', 'application/json');
  answer.headers.set('pragma', 'no-cache');
  if (told.challenge) answer.headers.set('www-authenticate', told.challenge);
  return answer;
}

/** Makes a route handler of an OAuth endpoint: form in, JSON out, errors by the names of RFC 6749. */
export function oauthEndpoint(spec: OauthSpec) {
  const handle = async (request: Request): Promise<Response> => {
    const requestId = requestIdOf(request.headers.get('x-request-id'));
    try {
      const { ctx, asked } = await settle(spec, request, requestId);
      const result = await spec.run(ctx, asked);
      const headers = { 'cache-control': 'no-store', pragma: 'no-cache', 'x-request-id': requestId };
      return result === undefined ? new Response(null, { headers }) : Response.json(result, { headers });
    } catch (error) {
      const isUser =
        spec.callers === 'client_or_user' && BEARER.test(request.headers.get('authorization') ?? '');
      return refusal(error, isUser, requestId);
    }
  };
  return Object.assign(handle, {
    endpoint: { identity: 'oauth', permission: null, takesBody: true, takesQuery: false },
  });
}
