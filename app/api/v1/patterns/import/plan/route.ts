import { planImport } from '#lib/dlp/exchange/import-patterns.ts';
import { ImportQuestion } from '#lib/dlp/exchange/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'patterns:write',
  body: ImportQuestion,
  run: (ctx, { body }) => planImport(ctx, body),
});
