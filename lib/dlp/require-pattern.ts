import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { findPattern, type PatternRow } from './repo.ts';

/** @throws AppError `not_found`, for one that was deleted too. */
export async function requirePattern(db: Db, id: string): Promise<PatternRow> {
  const row = await findPattern(db, id);
  if (!row) throw new AppError('not_found', 'There is no pattern with this id.');
  return row;
}
