import { endpoint } from '#lib/http/endpoint.ts';
import { getRetention } from '#lib/retention/get-retention.ts';
import { RetentionInput } from '#lib/retention/schema.ts';
import { updateRetention } from '#lib/retention/update-retention.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'retention:read',
  run: (ctx) => getRetention(ctx),
});

export const PUT = endpoint({
  identity: 'user',
  permission: 'retention:write',
  body: RetentionInput,
  run: (ctx, { body }) => updateRetention(ctx, body),
});
