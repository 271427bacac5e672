import { deleteClient } from '#lib/clients/delete-client.ts';
import { getClient } from '#lib/clients/get-client.ts';
import { ClientChange } from '#lib/clients/schema.ts';
import { updateClient } from '#lib/clients/update-client.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'clients:read',
  params: IdParams,
  run: (ctx, { params }) => getClient(ctx, params.id),
});

export const PATCH = endpoint({
  identity: 'user',
  permission: 'clients:write',
  params: IdParams,
  body: ClientChange,
  run: (ctx, { params, body }) => updateClient(ctx, params.id, body),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'clients:write',
  params: IdParams,
  status: 204,
  run: (ctx, { params }) => deleteClient(ctx, params.id),
});
