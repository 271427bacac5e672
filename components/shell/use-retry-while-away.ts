'use client';

import { useEffect } from 'react';

/** What the server says of an error that only means that the store is away. */
const AWAY = 'unavailable';
const RETRY_EVERY_MS = 5_000;

/** Whether the page could not be drawn because the store is away; then it is tried again by itself. */
export function useRetryWhileAway(digest: string | undefined, retry: () => void): boolean {
  const isAway = digest === AWAY;
  useEffect(() => {
    if (!isAway) return;
    const timer = setInterval(retry, RETRY_EVERY_MS);
    return () => clearInterval(timer);
  }, [isAway, retry]);
  return isAway;
}
