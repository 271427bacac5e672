'use client';

import { createContext, type ReactNode, useContext } from 'react';

export type Crumb = { label: ReactNode; href?: string | undefined };

export type PageSlots = {
  setCrumbs: (crumbs: readonly Crumb[] | null) => void;
  /** Where the page's primary action is put. */
  actionSlot: HTMLElement | null;
};

export const PageSlotsContext = createContext<PageSlots | null>(null);

export function usePageSlots(): PageSlots {
  const slots = useContext(PageSlotsContext);
  if (!slots) throw new Error('PageHeader has to stand inside AppShell');
  return slots;
}
