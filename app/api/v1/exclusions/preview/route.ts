import { ExclusionInput } from '#lib/dlp/exclusions/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { previewExclusion } from '#lib/pipeline/preview-exclusion.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'exclusions:write',
  body: ExclusionInput,
  run: (ctx, { body }) => previewExclusion(ctx, body),
});
