import { createExport } from '#lib/events/exports/create-export.ts';
import { listExports } from '#lib/events/exports/list-exports.ts';
import { ExportInput, ExportsQuery } from '#lib/events/exports/schema.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'events:export',
  query: ExportsQuery.extend(PageQuery.shape),
  run: paged('exports', listExports),
});

export const POST = endpoint({
  identity: 'user',
  permission: 'events:export',
  body: ExportInput,
  status: 202,
  run: (ctx, { body }) => createExport(ctx, body),
});
