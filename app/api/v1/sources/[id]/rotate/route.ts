import { RotateInput } from '#lib/clients/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';
import { moveSecretEnd } from '#lib/sources/move-secret-end.ts';
import { rotateSecret } from '#lib/sources/rotate-secret.ts';
import { SourceRotation } from '#lib/sources/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'sources:write',
  params: IdParams,
  body: SourceRotation,
  status: 201,
  run: (ctx, { params, body }) => rotateSecret(ctx, params.id, body),
});

/** Moves the end of the old secret while a rotation is under way. */
export const PATCH = endpoint({
  identity: 'user',
  permission: 'sources:write',
  params: IdParams,
  body: RotateInput,
  run: (ctx, { params, body }) => moveSecretEnd(ctx, params.id, body.overlap),
});
