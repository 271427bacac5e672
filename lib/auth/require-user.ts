import { clock } from '#lib/platform/clock.ts';
import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { findUser, type UserRow } from './user-repo.ts';

/** @throws AppError `not_found`. */
export async function requireUser(db: Db, id: string): Promise<UserRow> {
  const row = await findUser(db, id, clock.now());
  if (!row) throw new AppError('not_found', 'There is no user with this id.');
  return row;
}
