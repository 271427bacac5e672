'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';

const OFF = parseAsStringLiteral(['off'] as const);

/** Whether the list follows the present; on unless the address says otherwise. */
export function useLive(): { live: boolean; setLive: (live: boolean) => void } {
  const [value, setValue] = useQueryState('live', OFF);
  return {
    live: value !== 'off',
    setLive: (live) => void setValue(live ? null : 'off', { history: 'replace' }),
  };
}
