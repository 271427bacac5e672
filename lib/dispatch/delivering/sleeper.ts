export type Sleeper = {
  /** Resolves at the moment, on the monotonic clock, or when everybody is woken. */
  until: (at: number) => Promise<void>;
  /** Wakes everybody; from now on nobody sleeps. */
  wakeAll: () => void;
};

export function makeSleeper(): Sleeper {
  const sleeping = new Set<() => void>();
  let awake = false;
  const nap = (ms: number): Promise<void> =>
    new Promise((done) => {
      const wakeUp = (): void => {
        clearTimeout(timer);
        sleeping.delete(wakeUp);
        done();
      };
      const timer = setTimeout(wakeUp, ms);
      sleeping.add(wakeUp);
    });
  return {
    until: async (at) => {
      // A timer may fire a little early.
      while (!awake && performance.now() < at) await nap(Math.ceil(at - performance.now()));
    },
    wakeAll: () => {
      awake = true;
      for (const wakeUp of sleeping) wakeUp();
    },
  };
}
