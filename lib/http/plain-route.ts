import type { PlainRequest } from './event-door.ts';
import type { Identity } from './identity.ts';
import type { PlainResponse } from './problem.ts';
import { addressFrom, REMOTE_ADDRESS_HEADER } from './request-context.ts';

type Plain = (request: PlainRequest) => Promise<PlainResponse>;
type RouteArguments = { params: Promise<Record<string, string | string[]>> };

async function answer(plain: Plain, request: Request): Promise<Response> {
  const { method, headers, body } = request;
  const headerNames = (): string[] => [...headers.keys()].filter((name) => name !== REMOTE_ADDRESS_HEADER);
  const given = await plain({ method, headers, headerNames, body, address: addressFrom(headers) });
  return new Response(given.status === 204 ? null : given.body, {
    status: given.status,
    headers: given.headers,
  });
}

const described = (identity: Identity | 'source') => ({
  endpoint: { identity, permission: null, takesBody: true, takesQuery: false },
});

/** An endpoint that knows no framework as a route handler: the same function that the server mounts in front of it. */
export const plainRoute = (endpoint: Plain) =>
  Object.assign((request: Request): Promise<Response> => answer(endpoint, request), described('client'));

/** The same for one that is called by whoever signs for it. */
export const signedRoute = (endpoint: Plain) =>
  Object.assign((request: Request): Promise<Response> => answer(endpoint, request), described('source'));

/** The same for one that a segment of the path chooses, and that a source calls. */
export const plainRouteBy = (name: string, endpointFor: (value: string) => Plain) =>
  Object.assign(
    async (request: Request, { params }: RouteArguments): Promise<Response> =>
      answer(endpointFor(String((await params)[name])), request),
    described('source'),
  );
