import { openExportFile } from '#lib/events/exports/open-export-file.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { fileAnswer } from '#lib/http/file-answer.ts';
import { IdParams } from '#lib/platform/schema.ts';

export const dynamic = 'force-dynamic';

export const GET = endpoint({
  identity: 'user',
  permission: 'events:export',
  params: IdParams,
  run: async (ctx, { params }) => fileAnswer(await openExportFile(ctx, params.id)),
});
