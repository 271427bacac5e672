import { afterEach } from 'vitest';
import { clock } from '#lib/platform/clock.ts';

/** Answers how to move the product's clock ahead; after each test it is the real one again. */
export function useTravel(): (seconds: number) => void {
  const real = clock.now;
  afterEach(() => {
    clock.now = real;
  });
  return (seconds) => {
    const from = clock.now().getTime();
    clock.now = () => new Date(from + seconds * 1_000);
  };
}
