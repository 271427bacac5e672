'use client';

import { parseAsIsoDateTime, parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';

const HOUR_MS = 3_600_000;
const SPANS: Readonly<Record<string, { label: string; spanMs: number }>> = {
  '1h': { label: 'Last hour', spanMs: HOUR_MS },
  '24h': { label: 'Last 24 hours', spanMs: 24 * HOUR_MS },
  '7d': { label: 'Last 7 days', spanMs: 168 * HOUR_MS },
  '30d': { label: 'Last 30 days', spanMs: 720 * HOUR_MS },
};
const ANY = 'any';
const BETWEEN = 'between';

const PARSERS = {
  range: parseAsString,
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  cursor: parseAsString,
  open: parseAsString,
};

export type AuditRange = {
  /** What the API is asked with. */
  query: Readonly<Record<string, string>>;
  isSet: boolean;
  choice: string;
  choose: (choice: string) => void;
  from: Date | null;
  to: Date | null;
  setBound: (bound: 'from' | 'to', at: Date | null) => void;
  clear: () => void;
};

/** The time looked at: a span up to now, or two moments. In the address, and another one starts at its first page. */
export function useAuditRange(): AuditRange {
  const [{ range, from, to }, set] = useQueryStates(PARSERS);
  const span = range === null ? undefined : SPANS[range];
  // Fixed when it is chosen: a window that moves with every refresh would let pages drift.
  const since = useMemo(() => (span ? new Date(Date.now() - span.spanMs).toISOString() : null), [span]);
  const afresh = { cursor: null, open: null };
  const isBetween = range === BETWEEN || from !== null || to !== null;
  const query: Record<string, string> = {};
  if (since) query.from = since;
  else {
    if (from) query.from = from.toISOString();
    if (to) query.to = to.toISOString();
  }
  return {
    query,
    isSet: Object.keys(query).length > 0,
    choice: span ? (range ?? ANY) : isBetween ? BETWEEN : ANY,
    choose: (choice) =>
      void set(
        { ...afresh, range: choice === ANY ? null : choice, from: null, to: null },
        { history: 'push' },
      ),
    from,
    to,
    setBound: (bound, at) => void set({ ...afresh, range: BETWEEN, [bound]: at }, { history: 'replace' }),
    clear: () => void set({ ...afresh, range: null, from: null, to: null }, { history: 'push' }),
  };
}

/** A moment as a field of type datetime-local writes it. */
const fieldText = (at: Date | null): string =>
  at === null ? '' : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

function Bound({
  label,
  at,
  onChange,
}: {
  label: string;
  at: Date | null;
  onChange: (at: Date | null) => void;
}) {
  return (
    <Input
      compact
      type="datetime-local"
      aria-label={label}
      className="w-auto"
      value={fieldText(at)}
      onChange={(event) => onChange(event.target.value === '' ? null : new Date(event.target.value))}
    />
  );
}

export function AuditRangeFields({ range }: { range: AuditRange }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <Select
        compact
        className="w-36 shrink-0"
        aria-label="Time range"
        options={[
          { value: ANY, label: 'Any time' },
          ...Object.entries(SPANS).map(([value, { label }]) => ({ value, label })),
          { value: BETWEEN, label: 'Between …' },
        ]}
        value={range.choice}
        onChange={range.choose}
      />
      {range.choice === BETWEEN ? (
        <>
          <Bound label="From" at={range.from} onChange={(at) => range.setBound('from', at)} />
          <Bound label="Until" at={range.to} onChange={(at) => range.setBound('to', at)} />
        </>
      ) : null}
    </div>
  );
}
