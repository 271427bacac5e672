import type { z } from 'zod';
import { authenticateAccessToken } from '#lib/auth/authenticate-access-token.ts';
import { knownVersion } from '#lib/auth/authz/freshness.ts';
import { requestContext } from '#lib/auth/context.ts';
import { validateAccessToken } from '#lib/auth/validate-access-token.ts';
import { AppError } from '#lib/platform/errors.ts';
import { authServiceProblem } from './auth-service-problem.ts';
import { bearerToken } from './bearer-token.ts';
import { inputOf, type SharedSpec } from './endpoint.ts';
import type { PlainRequest } from './event-door.ts';
import { type PlainResponse, problemResponse } from './problem.ts';
import { requestIdOf } from './request-context.ts';
import { tokenHeader } from './token-header.ts';

/** An endpoint of the auth service for a caller with an access token, answered in front of the framework. */
export function hotAuthEndpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: SharedSpec<P, Q, B>,
  asked: { url: string; params: unknown },
): (request: PlainRequest) => Promise<PlainResponse> {
  const answer = async (request: PlainRequest, requestId: string): Promise<PlainResponse> => {
    const token = bearerToken(request.headers);
    if (token === null) throw new AppError('unauthenticated', 'Missing Authorization Header');
    const actor = await authenticateAccessToken(token);
    const ctx = requestContext(actor, { requestId, address: request.address });
    const { headers, body } = request;
    const input = await inputOf(spec, { url: `http://localhost${asked.url}`, headers, body }, asked.params);
    const result = await spec.run(ctx, input);
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
