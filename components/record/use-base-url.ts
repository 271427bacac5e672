'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** Where the API is reached: as the installation says, else where this page came from. */
export function useBaseUrl(publicUrl: string | null): string {
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  );
  return (publicUrl ?? origin).replace(/\/+$/, '');
}
