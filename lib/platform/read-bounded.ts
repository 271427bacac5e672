import { pool, READ_TIMEOUT_MS } from './db.ts';
import { AppError, isAppError } from './errors.ts';

const TIMED_OUT = '57014';

/** Said to whoever asked for more than can be read in time. */
export const NARROW_THE_RANGE = `Reading took longer than ${READ_TIMEOUT_MS / 1000} s: narrow the time range or the filters.`;

/** Whether the server ended the statement because of its time limit. */
export function isReadTimeout(error: unknown): boolean {
  return isAppError(error) && error.details.extra?.reason === 'too_slow';
}

/**
 * Rows for somebody who looks, on connections of their own and within a time limit.
 * @throws AppError `unavailable` with the reason `too_slow` when the limit is reached.
 */
export async function readBounded<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
  try {
    return (await pool('reads').query<T & Record<string, unknown>>(text, values)).rows;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === TIMED_OUT)) throw error;
    throw new AppError('unavailable', NARROW_THE_RANGE, { details: { extra: { reason: 'too_slow' } } });
  }
}
