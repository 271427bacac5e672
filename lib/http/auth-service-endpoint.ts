import type { z } from 'zod';
import { catchUpNow } from '#lib/auth/authz/freshness.ts';
import { authServiceProblem } from './auth-service-problem.ts';
import { type EndpointSpec, endpoint, type RouteHandler } from './endpoint.ts';

/**
 * An endpoint whose problems also carry the member that callers of the auth service read. The answer to a write says which
 * change it was, for whoever asks next to have it included.
 */
export function authServiceEndpoint<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(spec: EndpointSpec<P, Q, B>): RouteHandler {
  const handler = endpoint(spec);
  const handle: typeof handler = Object.assign(
    async (request: Request, args: Parameters<RouteHandler>[1]) => {
      const response = await handler(request, args);
      const isWrite = !['GET', 'HEAD'].includes(request.method) && response.ok;
      // Told even where this process cannot: the change itself is committed.
      if (isWrite)
        await catchUpNow().then(
          (version) => response.headers.set('x-authz-version', String(version)),
          () => undefined,
        );
      if (response.headers.get('content-type') !== 'application/problem+json') return response;
      const { status, body } = authServiceProblem((await response.json()) as Record<string, unknown>);
      const headers = new Headers(response.headers);
      if (status !== 401) headers.delete('www-authenticate');
      return new Response(body, { status, headers });
    },
    handler,
  );
  return handle;
}
