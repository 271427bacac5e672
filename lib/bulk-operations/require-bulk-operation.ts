import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type BulkRow, findBulk } from './repo.ts';

/** @throws AppError `not_found`. */
export async function requireBulkOperation(db: Db, id: string): Promise<BulkRow> {
  const row = await findBulk(db, id);
  if (!row) throw new AppError('not_found', 'There is no bulk operation with this id.');
  return row;
}
