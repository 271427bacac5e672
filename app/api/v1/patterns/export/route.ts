import { writePatterns } from '#lib/dlp/exchange/write-patterns.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const dynamic = 'force-dynamic';

export const GET = endpoint({
  identity: 'user',
  permission: 'patterns:read',
  run: async (ctx) =>
    new Response(await writePatterns(ctx), {
      headers: {
        'content-type': 'application/yaml; charset=utf-8',
        'content-disposition': 'attachment; filename="patterns.yaml"',
        'cache-control': 'no-store',
      },
    }),
});
