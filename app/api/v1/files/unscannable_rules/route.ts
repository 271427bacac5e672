import { getUnscannableRules } from '#lib/files/unscannable/get-rules.ts';
import { UnscannableRules } from '#lib/files/unscannable/schema.ts';
import { updateUnscannableRules } from '#lib/files/unscannable/update-rules.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'files:read',
  run: (ctx) => getUnscannableRules(ctx),
});

export const PUT = endpoint({
  identity: 'user',
  permission: 'patterns:write',
  body: UnscannableRules,
  run: (ctx, { body }) => updateUnscannableRules(ctx, body),
});
