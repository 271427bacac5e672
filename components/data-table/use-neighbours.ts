'use client';

import type { List } from './use-list.ts';

/** The steps of a drawer through the rows of its list; null at an end, undefined when the open row is not on this page. */
export function useNeighbours<T>(
  list: List<T>,
  rowId: (row: T) => string,
): { onPrevious: (() => void) | null | undefined; onNext: (() => void) | null | undefined } {
  const at = list.items.findIndex((row) => rowId(row) === list.state.open);
  if (at === -1) return { onPrevious: undefined, onNext: undefined };
  const step = (row: T | undefined) => (row ? () => list.state.setOpen(rowId(row)) : null);
  return { onPrevious: step(list.items[at - 1]), onNext: step(list.items[at + 1]) };
}
