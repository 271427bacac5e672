import { presentSession } from '#lib/clients/present-session.ts';
import { refreshClientSession } from '#lib/clients/refresh-client-session.ts';
import { SessionRefreshInput } from '#lib/clients/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const POST = endpoint({
  identity: 'none',
  permission: null,
  body: SessionRefreshInput,
  maxBodyBytes: 16 * 1024,
  run: async (ctx, { body }) => presentSession(await refreshClientSession(ctx, body.refresh_token)),
});
