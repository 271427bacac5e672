import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type FindingRow, findFinding } from './read-repo.ts';

/** @throws AppError `not_found`. */
export async function requireFinding(db: Db, id: string): Promise<FindingRow> {
  const row = await findFinding(db, id);
  if (!row) throw new AppError('not_found', 'There is no finding with this id.');
  return row;
}
