import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type FileRow, findFile } from './repo.ts';

/** @throws AppError `not_found`; a client's for everybody else's file too. */
export async function requireFile(db: Db, id: string, clientId: string | null): Promise<FileRow> {
  const row = await findFile(db, id, clientId);
  if (!row) throw new AppError('not_found', 'There is no file with this id.');
  return row;
}
