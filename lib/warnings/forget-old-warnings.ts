import { log } from '#lib/platform/log.ts';
import { deleteWarningsBefore } from './repo.ts';

const KEPT_DAYS = 30;

export async function forgetOldWarnings(now: Date): Promise<void> {
  const forgotten = await deleteWarningsBefore(new Date(now.getTime() - KEPT_DAYS * 86_400_000));
  if (forgotten > 0) log.info({ forgotten }, 'old warnings forgotten');
}
