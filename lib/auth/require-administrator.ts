import { AppError } from '#lib/platform/errors.ts';
import type { Context } from './context.ts';
import { findAdministrators } from './user-repo.ts';

/** The last look of every change that may take rights away. @throws AppError `conflict`: nobody would be left to administer. */
export async function requireAdministrator({ db }: Pick<Context, 'db'>): Promise<void> {
  if ((await findAdministrators(db)).length > 0) return;
  throw new AppError('conflict', 'This is the last administrator: make another one first.');
}
