/** A cursor on one of the bars, and where a selection of several began. */
export type BarSelection = { cursor: number | null; anchor: number | null };

export const NO_SELECTION: BarSelection = { cursor: null, anchor: null };

/** First and last bar of what is selected; null when the cursor is nowhere. */
export function selectedBars({ cursor, anchor }: BarSelection): readonly [number, number] | null {
  if (cursor === null) return null;
  const other = anchor ?? cursor;
  return [Math.min(cursor, other), Math.max(cursor, other)];
}

const STEP: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -10,
  PageDown: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * What a key makes of the selection; null when the key means nothing here. With Shift the selection grows from where
 * the cursor was; the first key puts the cursor on the newest bar.
 */
export function pressKey(
  selection: BarSelection,
  key: { key: string; shiftKey: boolean },
  count: number,
): BarSelection | null {
  if (key.key === 'Escape') return selection.cursor === null ? null : NO_SELECTION;
  const step = STEP[key.key];
  if (step === undefined || count === 0) return null;
  const last = count - 1;
  const from = selection.cursor === null ? null : Math.min(selection.cursor, last);
  const to =
    from === null ? (step === Number.NEGATIVE_INFINITY ? 0 : last) : Math.max(0, Math.min(last, from + step));
  const anchor = key.shiftKey ? Math.min(selection.anchor ?? from ?? to, last) : null;
  return { cursor: to, anchor };
}
