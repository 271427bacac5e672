import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { findSource, type SourceRow } from './repo.ts';

/** @throws AppError `not_found`, for one that was deleted too. */
export async function requireSource(db: Db, id: string): Promise<SourceRow> {
  const row = await findSource(db, id);
  if (!row) throw new AppError('not_found', 'There is no source with this id.');
  return row;
}
