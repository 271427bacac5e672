import { deleteUser } from '#lib/auth/delete-user.ts';
import { getUser } from '#lib/auth/get-user.ts';
import { UserChange } from '#lib/auth/schema.ts';
import { updateUser } from '#lib/auth/update-user.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const GET = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  run: (ctx, { params }) => getUser(ctx, params.id),
});

export const PATCH = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  body: UserChange,
  run: (ctx, { params, body }) => updateUser(ctx, params.id, body),
});

export const DELETE = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams,
  status: 204,
  run: (ctx, { params }) => deleteUser(ctx, params.id),
});
