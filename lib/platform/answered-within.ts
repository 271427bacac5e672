import { AppError } from './errors.ts';

/**
 * What the store answers, if it answers in time; the work itself goes on.
 * @throws AppError `unavailable` when it does not.
 */
export async function answeredWithin<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const refusal = new AppError('unavailable', 'The store does not answer at the moment.');
    timer = setTimeout(() => reject(refusal), timeoutMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
