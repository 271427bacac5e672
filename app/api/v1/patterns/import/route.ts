import { importPatterns } from '#lib/dlp/exchange/import-patterns.ts';
import { ImportOrder } from '#lib/dlp/exchange/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'patterns:write',
  body: ImportOrder,
  run: (ctx, { body }) => importPatterns(ctx, body),
});
