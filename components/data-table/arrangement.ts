'use client';

import { useMemo } from 'react';
import { useStored } from '#components/ui/stored-state.ts';

/** How a list that has more columns than it shows is arranged: by its owner, not by the table. */
export type Arrangement = {
  /** Ids of the columns that are shown, in their order. */
  shown: readonly string[];
  /** Widths that the reader has set, in pixels. */
  widths: ColumnWidths;
};

export type ColumnWidths = {
  of: (id: string) => number | null;
  /** Null: as wide as its content wants. */
  set: (id: string, width: number | null) => void;
};

const MIN = 56;
const MAX = 960;

export const clampWidth = (width: number): number => Math.round(Math.max(MIN, Math.min(MAX, width)));
export const WIDTH_BOUNDS = { min: MIN, max: MAX };

function readWidths(text: string): Readonly<Record<string, number>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    const widths = Object.entries(value).filter(([, width]) => Number.isFinite(width));
    return Object.fromEntries(widths) as Record<string, number>;
  } catch {
    return {};
  }
}

/** The widths of a list's columns, kept in this browser. */
export function useColumnWidths(listId: string): ColumnWidths {
  const [text, store] = useStored(`table:${listId}:widths`, '{}');
  return useMemo(() => {
    const widths = readWidths(text);
    return {
      of: (id) => (Object.hasOwn(widths, id) ? clampWidth(widths[id] as number) : null),
      set: (id, width) => {
        const { [id]: _, ...others } = widths;
        store(JSON.stringify(width === null ? others : { ...others, [id]: clampWidth(width) }));
      },
    };
  }, [text, store]);
}
