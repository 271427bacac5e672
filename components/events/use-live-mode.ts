'use client';

import { parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from 'nuqs';
import type { RefObject } from 'react';
import { useAttention, useIdle, useVisible } from './use-attention.ts';

const OFF = parseAsStringLiteral(['off'] as const);
const PLACE = { open: parseAsString, cursor: parseAsString };

export type LiveMode = {
  /** Whether the list follows the present; on unless the address says otherwise. */
  isOn: boolean;
  setOn: (isOn: boolean) => void;
  /** Why the rows stand still although live is on. */
  heldBecause: string | null;
  /** Nobody was there for so long that the stream was let go. */
  isIdle: boolean;
  wake: () => void;
  /** Whether there is somebody to stream for. */
  isWatched: boolean;
};

/** Live as a mode of the list: on or off, and held while rows would move under the reader. */
export function useLiveMode(list: RefObject<HTMLElement | null>): LiveMode {
  const [value, setValue] = useQueryState('live', OFF);
  // Known at once: the address itself follows a moment later, when rows could have moved.
  const [place] = useQueryStates(PLACE);
  const attention = useAttention(list);
  const { isIdle, wake } = useIdle();
  const isVisible = useVisible();
  const open = place.open ? 'An event is open' : null;
  const later = place.cursor ? 'Only the first page follows the present' : null;
  return {
    isOn: value !== 'off',
    setOn: (isOn) => void setValue(isOn ? null : 'off', { history: 'replace' }),
    heldBecause:
      later ?? open ?? attention ?? (isIdle ? 'Nobody has touched the page for ten minutes' : null),
    isIdle,
    wake,
    isWatched: isVisible && !isIdle,
  };
}
