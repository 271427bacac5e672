import { createClient } from '#lib/clients/create-client.ts';
import { listClients } from '#lib/clients/list-clients.ts';
import { ClientInput, ClientsQuery } from '#lib/clients/schema.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'clients:read',
  query: ClientsQuery.extend(PageQuery.shape),
  run: paged('clients', listClients),
});

export const POST = endpoint({
  identity: 'user',
  permission: 'clients:write',
  body: ClientInput,
  status: 201,
  run: (ctx, { body }) => createClient(ctx, body),
});
