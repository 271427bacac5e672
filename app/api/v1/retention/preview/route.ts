import { endpoint } from '#lib/http/endpoint.ts';
import { previewRetention } from '#lib/retention/preview-retention.ts';
import { RetentionRules } from '#lib/retention/schema.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'retention:read',
  body: RetentionRules,
  run: (ctx, { body }) => previewRetention(ctx, body),
});
