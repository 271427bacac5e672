'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useEffect, useMemo, useState } from 'react';
import { momentOf, WINDOW_NAMES, WINDOWS, type WindowName, windowStart } from './time-window.ts';

const PARSERS = {
  range: parseAsStringLiteral(WINDOW_NAMES),
  from: parseAsString,
  to: parseAsString,
  cursor: parseAsString,
  open: parseAsString,
};

export type TimeWindow = {
  /** Null: any time, or the exact window of `from` and `to`. */
  name: WindowName | null;
  /** Both are moments of the address; a relative window is in `query` only. */
  from: string | null;
  to: string | null;
  /** Narrower than any time. */
  isSet: boolean;
  /** What the API is asked for. */
  query: Readonly<Record<string, string>>;
  choose: (name: WindowName | null) => void;
};

/** The time a list shows, owned by the address: a preset, or an exact window, or any time. */
export function useTimeWindow(): TimeWindow {
  const [values, setValues] = useQueryStates(PARSERS);
  const [nowMs, setNowMs] = useState(() => Date.now());
  const from = momentOf(values.from);
  const to = momentOf(values.to);
  const name = from || to ? null : values.range;
  // On later pages the window stands still, or rows would slip from one page to the next.
  const isPinned = values.cursor !== null;
  useEffect(() => {
    if (!name || isPinned) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), WINDOWS[name].stepMs);
    return () => clearInterval(timer);
  }, [name, isPinned]);
  const start = name ? windowStart(name, nowMs) : from;
  const query = useMemo(() => ({ ...(start ? { from: start } : {}), ...(to ? { to } : {}) }), [start, to]);
  const choose = (next: WindowName | null) => {
    void setValues({ range: next, from: null, to: null, cursor: null, open: null }, { history: 'push' });
  };
  return { name, from, to, isSet: name !== null || from !== null || to !== null, query, choose };
}
