import { openClientSession } from '#lib/clients/open-client-session.ts';
import { presentSession } from '#lib/clients/present-session.ts';
import { SessionInput } from '#lib/clients/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const POST = endpoint({
  identity: 'none',
  permission: null,
  body: SessionInput,
  maxBodyBytes: 16 * 1024,
  status: 201,
  run: async (ctx, { body }) => presentSession(await openClientSession(ctx, body)),
});
