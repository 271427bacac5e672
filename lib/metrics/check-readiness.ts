import { answeredWithin } from '#lib/platform/answered-within.ts';
import { AppError } from '#lib/platform/errors.ts';
import { readReadiness } from './repo.ts';

/** Whoever asks has a time limit of his own, and takes silence for a process that hangs. */
const ANSWER_WITHIN_MS = 2_000;

export type Readiness = { status: 'ready'; database: true; queue: true; migrations: true };

/** @throws AppError `unavailable`, naming what is missing: database, queue or migrations. */
export async function checkReadiness(): Promise<Readiness> {
  const { queue, migrations } = await answeredWithin(ANSWER_WITHIN_MS, readReadiness()).catch(
    (error: unknown) => {
      throw new AppError('unavailable', 'The database cannot be reached.', { cause: error });
    },
  );
  if (!migrations)
    throw new AppError('unavailable', 'The database lacks migrations: run npm run db:migrate.');
  if (!queue) throw new AppError('unavailable', 'The queue is not installed: run npm run db:migrate.');
  return { status: 'ready', database: true, queue: true, migrations: true };
}
