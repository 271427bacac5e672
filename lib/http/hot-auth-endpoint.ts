import type { z } from 'zod';
import { authenticateAccessToken } from '#lib/auth/authenticate-access-token.ts';
import { knownVersion } from '#lib/auth/authz/freshness.ts';
import { requestContext } from '#lib/auth/context.ts';
import { validateAccessToken } from '#lib/auth/validate-access-token.ts';
import { authenticateClient } from '#lib/clients/authenticate-client.ts';
import { AppError } from '#lib/platform/errors.ts';
import { createLru, type Lru } from '#lib/platform/lru.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { authServiceProblem } from './auth-service-problem.ts';
import { bearerToken } from './bearer-token.ts';
import { inputOf, type SharedSpec } from './endpoint.ts';
import type { PlainRequest } from './event-door.ts';
import { isClientToken } from './identity.ts';
import { type PlainResponse, problemResponse } from './problem.ts';
import { requestIdOf } from './request-context.ts';
import { tokenHeader } from './token-header.ts';

type Asked = { url: string; params: unknown };

const MAX_REMEMBERED = 5_000;
/** Services ask the same questions again and again: what an address says is taken apart once. */
const inputs = (): Lru<string, object> =>
  processSingleton('http.hot-auth-inputs', () => createLru(MAX_REMEMBERED));

async function inputOnce<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: SharedSpec<P, Q, B>,
  { url, params }: Asked,
  { headers, body }: PlainRequest,
): Promise<Awaited<ReturnType<typeof inputOf<P, Q, B>>>> {
  const read = () => inputOf(spec, { url: `http://localhost${url}`, headers, body }, params);
  if (spec.body) return read();
  const known = inputs().get(url);
  if (known) return known as Awaited<ReturnType<typeof read>>;
  const input = await read();
  inputs().set(url, input);
  return input;
}

/** An endpoint of the auth service for a user or a client with a token, answered in front of the framework. */
export function hotAuthEndpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: SharedSpec<P, Q, B>,
  asked: Asked,
): (request: PlainRequest) => Promise<PlainResponse> {
  const answer = async (request: PlainRequest, requestId: string): Promise<PlainResponse> => {
    const token = bearerToken(request.headers);
    if (token === null) throw new AppError('unauthenticated', 'Missing Authorization Header');
    const { address } = request;
    const actor = isClientToken(token)
      ? await authenticateClient(token, address)
      : await authenticateAccessToken(token);
    const ctx = requestContext(actor, { requestId, address });
    const result = await spec.run(ctx, await inputOnce(spec, asked, request));
    return {
      status: spec.status ?? 200,
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        'x-request-id': requestId,
        'x-authz-version': String(knownVersion()),
      },
      body: JSON.stringify(result),
    };
  };
  return async (request) => {
    const requestId = requestIdOf(request.headers.get('x-request-id'));
    try {
      return await answer(request, requestId);
    } catch (error) {
      return problemOf(error, requestId);
    }
  };
}

function problemOf(error: unknown, requestId: string): PlainResponse {
  const { headers, body: problem } = problemResponse(error, requestId);
  const { status, body } = authServiceProblem(JSON.parse(problem) as Record<string, unknown>);
  if (status !== 401) delete headers['www-authenticate'];
  return { status, headers, body };
}

/** `GET /api/v1/auth_token/validation`: what other services ask about every token they are given. */
export async function tokenValidationEndpoint(request: PlainRequest): Promise<PlainResponse> {
  const requestId = requestIdOf(request.headers.get('x-request-id'));
  try {
    const result = await validateAccessToken(tokenHeader(request));
    const headers = {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
    };
    return { status: 200, headers, body: JSON.stringify(result) };
  } catch (error) {
    return problemOf(error, requestId);
  }
}
