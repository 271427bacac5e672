import { AppError } from './errors.ts';

export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets `running` works in at a time and `waiting` more queue up. @throws AppError `unavailable` for one too many. */
export function createGate(limits: { running: number; waiting: number }): Gate {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= limits.running) {
      if (queue.length >= limits.waiting) {
        throw new AppError('unavailable', 'Too much is asked at the moment; try again in a moment.');
      }
      // Whoever leaves hands its place on, so `running` stays as it is.
      await new Promise<void>((enter) => queue.push(enter));
    } else running++;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  };
}
