import { rotateSigningSecret } from '#lib/dispatch/rotate-signing-secret.ts';
import { RotateSigningSecret } from '#lib/dispatch/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'destinations:write',
  params: IdParams,
  body: RotateSigningSecret,
  status: 201,
  run: (ctx, { params, body }) => rotateSigningSecret(ctx, params.id, body),
});
