import type { z } from 'zod';
import type { Context } from '#lib/auth/context.ts';
import type { SessionPair } from '#lib/clients/session-pair.ts';
import { earlierAnswer } from './earlier-answer.ts';
import { endpoint, type RouteHandler } from './endpoint.ts';
import { CORS, preflight } from './event-door.ts';
import { requestIdOf } from './request-context.ts';

type Spec<B extends z.ZodType> = {
  body: B;
  status: number;
  /** What is said when the caller is unknown (401 elsewhere) or calls from another address (403). */
  words: { unauthenticated: string; forbidden: string };
  run: (ctx: Context, body: z.output<B>) => Promise<SessionPair>;
};

const present = (pair: SessionPair) => ({
  id: pair.pairId,
  accessToken: pair.accessToken,
  accessTokenExpireDateTime: pair.accessTokenExpiresAt.toISOString(),
  refreshToken: pair.refreshToken,
  refreshTokenExpireDateTime: pair.refreshTokenExpiresAt.toISOString(),
  startDateTime: pair.startedAt.toISOString(),
});

/** A session endpoint of the events proxy: the same sessions, in its shape and with its statuses and words. */
export function earlierSessionEndpoint<B extends z.ZodType>(spec: Spec<B>): RouteHandler {
  const handler = endpoint({
    identity: 'none',
    permission: null,
    body: spec.body,
    maxBodyBytes: 16 * 1024,
    status: spec.status,
    run: async (ctx, { body }) => present(await spec.run(ctx, body)),
  });
  return Object.assign(async (...args: Parameters<RouteHandler>): Promise<Response> => {
    const response = await handler(...args);
    const headers = { ...Object.fromEntries(response.headers), ...CORS };
    const body = await response.text();
    if (response.ok) return new Response(body, { status: response.status, headers });
    const { 'www-authenticate': _none, ...others } = headers as Record<string, string>;
    const refused = { 401: spec.words.unauthenticated, 403: spec.words.forbidden }[response.status];
    const status = refused === undefined ? response.status : 403;
    const answer = earlierAnswer({ status, headers: others, body }, refused);
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  }, handler);
}

/** From any origin, without cookies. */
export const earlierPreflight = Object.assign(
  async (request: Request): Promise<Response> => {
    const { status, headers } = preflight(requestIdOf(request.headers.get('x-request-id')));
    return new Response(null, { status, headers });
  },
  { endpoint: { identity: 'none', permission: null, takesBody: false, takesQuery: false } as const },
);
