import { endpoint } from '#lib/http/endpoint.ts';
import { env } from '#lib/platform/env.ts';
import { describeManifest } from '#lib/slack/describe-manifest.ts';
import { ManifestQuery } from '#lib/slack/schema.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'slack:read',
  query: ManifestQuery,
  run: async (ctx, { query, request }) => {
    const manifest = describeManifest(ctx, query, env().PUBLIC_URL ?? new URL(request.url).origin);
    return new Response(`${JSON.stringify(manifest, null, 2)}\n`, {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': 'attachment; filename="the-eye-slack-manifest.json"',
        'cache-control': 'no-store',
      },
    });
  },
});
