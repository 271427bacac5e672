'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import { useEffect, useMemo, useState } from 'react';
import { addressOf, boundsOf, momentOf, rangeOf, stepMs, type TimeRange } from './time-range.ts';

const PARSERS = {
  range: parseAsString,
  from: parseAsString,
  to: parseAsString,
  at: parseAsString,
  cursor: parseAsString,
  open: parseAsString,
};

export type TimeWindow = {
  range: TimeRange;
  /** What of the address is not understood, so that any time is shown instead. */
  fault: string | null;
  /** Narrower than any time. */
  isSet: boolean;
  /** What the API is asked for. */
  query: Readonly<{ from?: string; to?: string }>;
  choose: (range: TimeRange) => void;
  /** On later pages the window stands still at that moment, or rows would slip from one page to the next. */
  pin: (atMs: number | null) => void;
};

/** `isHeld`: rows stand still, and so does a relative window. The time a list shows, owned by the address: the last so long, or an exact window, or any time. */
export function useTimeWindow(isHeld = false): TimeWindow {
  const [values, setValues] = useQueryStates(PARSERS);
  const [nowMs, setNowMs] = useState(() => Date.now());
  const { from, to } = values;
  const { range, fault } = useMemo(
    () => rangeOf({ range: values.range, from, to }),
    [values.range, from, to],
  );
  const pinned = values.cursor === null ? null : momentOf(values.at);
  const span = range.kind === 'last' ? range.span : null;
  useEffect(() => {
    if (!span || pinned || isHeld) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), stepMs(span));
    return () => clearInterval(timer);
  }, [span, pinned, isHeld]);
  const bounds = boundsOf(range, { nowMs, pinnedMs: pinned ? Date.parse(pinned) : null });
  const query = useMemo(
    () => ({ ...(bounds.from ? { from: bounds.from } : {}), ...(bounds.to ? { to: bounds.to } : {}) }),
    [bounds.from, bounds.to],
  );
  const choose = (next: TimeRange) => {
    void setValues({ ...addressOf(next), at: null, cursor: null, open: null }, { history: 'push' });
  };
  const pin = (atMs: number | null) => {
    void setValues({ at: atMs === null ? null : new Date(atMs).toISOString() });
  };
  return { range, fault, isSet: range.kind !== 'any', query, choose, pin };
}
