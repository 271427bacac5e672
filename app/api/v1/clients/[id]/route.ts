import { deleteClient } from '#lib/clients/delete-client.ts';
import { getClient } from '#lib/clients/get-client.ts';
import { ClientChange, ClientParams } from '#lib/clients/schema.ts';
import { updateClient } from '#lib/clients/update-client.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'clients:read',
  params: ClientParams,
  run: (ctx, { params }) => getClient(ctx, params.id),
});

export const PATCH = endpoint({
  identity: 'user',
  permission: 'clients:write',
  params: ClientParams,
  body: ClientChange,
  run: (ctx, { params, body }) => updateClient(ctx, params.id, body),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'clients:write',
  params: ClientParams,
  status: 204,
  run: (ctx, { params }) => deleteClient(ctx, params.id),
});
