import { acceptEndpoint } from './accept-endpoint.ts';
import type { Identity } from './identity.ts';
import { addressFrom } from './request-context.ts';

const identity: Identity = 'client';

/** The accept endpoint as a route handler: the same function that the server mounts in front of the framework. */
export const acceptRoute = Object.assign(
  async (request: Request): Promise<Response> => {
    const { method, headers } = request;
    const answer = await acceptEndpoint({
      method,
      headers,
      body: request.body,
      address: addressFrom(headers),
    });
    return new Response(answer.status === 204 ? null : answer.body, {
      status: answer.status,
      headers: answer.headers,
    });
  },
  { endpoint: { identity, permission: null, takesBody: true, takesQuery: false } },
);
