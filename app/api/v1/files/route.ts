import { MAX_FILE_BYTES } from '#lib/files/extract/schema.ts';
import { listFiles } from '#lib/files/list-files.ts';
import { FilesQuery } from '#lib/files/schema.ts';
import { storeFile } from '#lib/files/store-file.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { readUpload } from '#lib/http/read-upload.ts';

export const GET = endpoint({
  identity: 'user_or_client',
  permission: null,
  query: FilesQuery.extend(PageQuery.shape),
  run: paged('files', listFiles),
});

export const POST = endpoint({
  identity: 'user_or_client',
  permission: null,
  status: 202,
  run: async (ctx, { request }) => storeFile(ctx, await readUpload(request, MAX_FILE_BYTES)),
});
