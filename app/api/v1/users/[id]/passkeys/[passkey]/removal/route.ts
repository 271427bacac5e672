import { z } from 'zod';
import { removePasskey } from '#lib/auth/factors/passkeys.ts';
import { WithPassword } from '#lib/auth/factors/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const POST = authServiceEndpoint({
  identity: 'user',
  permission: null,
  params: IdParams.extend({ passkey: z.uuid() }),
  body: WithPassword,
  status: 204,
  run: (ctx, { params, body }) => removePasskey(ctx, { userId: params.id, id: params.passkey }, body),
});
