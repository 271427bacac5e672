import { moveSecretEnd } from '#lib/clients/move-secret-end.ts';
import { rotateSecret } from '#lib/clients/rotate-secret.ts';
import { RotateInput } from '#lib/clients/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'clients:write',
  params: IdParams,
  body: RotateInput,
  status: 201,
  run: (ctx, { params, body }) => rotateSecret(ctx, params.id, body.overlap),
});

/** Moves the end of the old secret while a rotation is under way. */
export const PATCH = endpoint({
  identity: 'user',
  permission: 'clients:write',
  params: IdParams,
  body: RotateInput,
  run: (ctx, { params, body }) => moveSecretEnd(ctx, params.id, body.overlap),
});
