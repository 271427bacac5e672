import { PatternTest } from '#lib/dlp/schema.ts';
import { tryPattern } from '#lib/dlp/try-pattern.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'patterns:read',
  body: PatternTest,
  run: (ctx, { body }) => tryPattern(ctx, body),
});
