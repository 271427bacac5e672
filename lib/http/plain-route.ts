import type { PlainRequest } from './event-door.ts';
import type { Identity } from './identity.ts';
import type { PlainResponse } from './problem.ts';
import { addressFrom } from './request-context.ts';

const identity: Identity = 'client';

/** An endpoint that knows no framework as a route handler: the same function that the server mounts in front of it. */
export const plainRoute = (endpoint: (request: PlainRequest) => Promise<PlainResponse>) =>
  Object.assign(
    async (request: Request): Promise<Response> => {
      const { method, headers, body } = request;
      const answer = await endpoint({ method, headers, body, address: addressFrom(headers) });
      return new Response(answer.status === 204 ? null : answer.body, {
        status: answer.status,
        headers: answer.headers,
      });
    },
    { endpoint: { identity, permission: null, takesBody: true, takesQuery: false } },
  );
