import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type ClientRow, findClient } from './repo.ts';

/** @throws AppError `not_found`, for one that was deleted too. */
export async function requireClient(db: Db, id: string): Promise<ClientRow> {
  const row = await findClient(db, id);
  if (!row) throw new AppError('not_found', 'There is no client with this id.');
  return row;
}
