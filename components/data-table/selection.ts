'use client';

import { createContext, useContext } from 'react';

/** Rows that were picked, by their ids. */
export type Selection = {
  ids: ReadonlySet<string>;
  toggle: (id: string) => void;
  set: (ids: readonly string[]) => void;
  /** Why nothing can be picked; null when it can. */
  denied: string | null;
};

export const SelectionContext = createContext<Selection>({
  ids: new Set(),
  toggle: () => undefined,
  set: () => undefined,
  denied: null,
});

export const useSelection = (): Selection => useContext(SelectionContext);
