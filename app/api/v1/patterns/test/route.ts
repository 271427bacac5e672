import { PatternTest } from '#lib/dlp/schema.ts';
import { testPattern } from '#lib/dlp/test-pattern.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'patterns:read',
  body: PatternTest,
  run: (ctx, { body }) => testPattern(ctx, body),
});
