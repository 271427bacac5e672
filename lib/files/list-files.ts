import type { Context } from '#lib/auth/context.ts';
import { requireReader } from '#lib/auth/require-reader.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { pageOfFiles, toFile } from './repo.ts';
import type { FilesQuery, ScannedFile } from './schema.ts';

/** The files, newest first; a client sees its own. */
export async function listFiles(ctx: Context, query: FilesQuery & PageRequest): Promise<Page<ScannedFile>> {
  const clientId = requireReader(ctx, 'files:read');
  const page = await pageOfFiles(ctx.db, { ...query, clientId }, query);
  return { ...page, items: page.items.map(toFile) };
}
