'use client';

import { useSyncExternalStore } from 'react';

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/**
 * Derives a text or number from the time; one timer for the whole page, and a render only when the result changes.
 * `select` has to return a primitive. On the server, and until hydration, the result is `initial`.
 */
export function useClock<T extends string | number | boolean>(select: (now: number) => T, initial: T): T {
  return useSyncExternalStore(
    subscribe,
    () => select(timer === undefined ? Date.now() - (Date.now() % 1000) : now),
    () => initial,
  );
}

const never = () => () => {};

/** The reader's time zone; UTC until the browser has said. */
export function useZone(): string {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
    () => 'UTC',
  );
}
