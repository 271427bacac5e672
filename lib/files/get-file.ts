import type { Context } from '#lib/auth/context.ts';
import { requireReader } from '#lib/auth/require-reader.ts';
import { toFile } from './repo.ts';
import { requireFile } from './require-file.ts';
import type { ScannedFile } from './schema.ts';

/** One file and how far it has come; a client sees its own. @throws AppError `not_found`. */
export async function getFile(ctx: Context, id: string): Promise<ScannedFile> {
  const clientId = requireReader(ctx, 'files:read');
  return toFile(await requireFile(ctx.db, id, clientId));
}
