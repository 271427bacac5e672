import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type BacktestRow, findBacktest } from './repo.ts';

/** @throws AppError `not_found`. */
export async function requireBacktest(db: Db, id: string): Promise<BacktestRow> {
  const row = await findBacktest(db, id);
  if (!row) throw new AppError('not_found', 'There is no backtest with this id.');
  return row;
}
