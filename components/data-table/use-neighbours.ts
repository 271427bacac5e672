'use client';

import type { DrawerFrame } from '#components/ui/drawer.tsx';
import type { List } from './use-list.ts';

/** The steps of a drawer through the rows as shown; null at an end, undefined when the open row is not on this page. */
export function useNeighbours<T>(list: List<T>, rowId: (row: T) => string): Omit<DrawerFrame, 'onClose'> {
  const ids = list.order.length === list.items.length ? list.order : list.items.map(rowId);
  const at = list.state.open === null ? -1 : ids.indexOf(list.state.open);
  if (at === -1) return { onPrevious: undefined, onNext: undefined };
  const step = (id: string | undefined) => (id === undefined ? null : () => list.state.setOpen(id));
  const goesOn = { before: list.prev !== null, after: list.next !== null };
  return { onPrevious: step(ids[at - 1]), onNext: step(ids[at + 1]), goesOn };
}
