import { endpoint } from '#lib/http/endpoint.ts';
import { scanText } from '#lib/pipeline/scan-text.ts';
import { ScanText } from '#lib/pipeline/schema.ts';

export const POST = endpoint({
  identity: 'user_or_client',
  permission: null,
  body: ScanText,
  run: (ctx, { body }) => scanText(ctx, body),
});
