import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type DestinationRow, findDestination } from './repo.ts';

/** @throws AppError `not_found`, for one that was deleted too. */
export async function requireDestination(db: Db, id: string): Promise<DestinationRow> {
  const row = await findDestination(db, id);
  if (!row) throw new AppError('not_found', 'There is no destination with this id.');
  return row;
}
