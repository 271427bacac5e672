import type { z } from 'zod';
import { type EndpointSpec, endpoint, type RouteHandler } from './endpoint.ts';

/**
 * An endpoint whose problems also carry the member that callers of the auth service read: `msg` where the token is
 * at fault, `message` for the rest.
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
      if (response.headers.get('content-type') !== 'application/problem+json') return response;
      const problem = (await response.json()) as Record<string, unknown>;
      const member = response.status === 401 ? 'msg' : 'message';
      const words = 'msg' in problem || 'message' in problem ? {} : { [member]: problem.detail };
      const { status, headers } = response;
      return new Response(JSON.stringify({ ...problem, ...words }), { status, headers });
    },
    handler,
  );
  return handle;
}
