import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type ExclusionRow, findExclusion } from './repo.ts';

/** @throws AppError `not_found`. */
export async function requireExclusion(db: Db, id: string): Promise<ExclusionRow> {
  const row = await findExclusion(db, id);
  if (!row) throw new AppError('not_found', 'There is no exclusion with this id.');
  return row;
}
