'use client';

import { useState } from 'react';
import { DeepField } from '#components/record/deep-field.tsx';
import { readJson } from '#components/record/json-draft.ts';
import { Textarea } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Filter } from '#lib/platform/filter.ts';
import { FilterBuilder } from './filter-builder.tsx';
import { type FilterRows, filterOf, rowsOf } from './filter-rows.ts';

const MODES = [
  { value: 'rows', label: 'Conditions' },
  { value: 'json', label: 'JSON' },
];

/** The rows of a filter as it is written; null when it is no filter, or says more than rows can. */
function readRows(text: string): FilterRows | null {
  const draft = readJson(text);
  const parsed = draft.ok ? Filter.safeParse(draft.value) : null;
  return parsed?.success ? rowsOf(parsed.data) : null;
}

export type FilterEditorProps = {
  /** JSON. */
  filter: string;
  onChange: (filter: string) => void;
  /** What is suggested from. */
  event: { attributes?: unknown; data?: unknown } | undefined;
};

/** A filter as conditions in rows, or as JSON. What is written is the JSON; rows that are not changed change nothing of it. */
export function FilterEditor({ filter, onChange, event }: FilterEditorProps) {
  const [written, setWritten] = useState(() => ({ filter, rows: readRows(filter) }));
  const [mode, setMode] = useState(written.rows ? 'rows' : 'json');
  // Rows that are not finished are no filter yet, so they are kept as they are, and read anew after a change elsewhere.
  const rows = written.filter === filter ? written.rows : readRows(filter);
  const put = (next: FilterRows) => {
    const text = JSON.stringify(filterOf(next), null, 2);
    setWritten({ filter: text, rows: next });
    onChange(text);
  };
  const choice = (
    <Select
      aria-label="How the filter is written"
      compact
      className="w-32"
      options={MODES}
      value={mode}
      onChange={setMode}
    />
  );
  if (mode === 'rows' && rows) {
    return (
      <div className="flex flex-col gap-3">
        {choice}
        <DeepField
          label="Filter"
          name="filter"
          hint='Outside of texts such as category, 12 is a number and "12" in quotes a text; values of different types are never equal.'
        >
          <FilterBuilder rows={rows} onChange={put} event={event} />
        </DeepField>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {choice}
      {mode === 'rows' ? (
        <p role="status" className="text-ink-2 text-sm">
          This filter says more than rows can show, so it is written as JSON.
        </p>
      ) : null}
      <DeepField
        label="Filter"
        name="filter"
        hint={
          <>
            <span className="block">
              <code>{'{}'}</code> takes every event; of several members all are required. Example:{' '}
              <code>{'{"category": "orders", "severity": {"in": ["high", "critical"]}}'}</code>
            </span>
            <span className="mt-1 block">
              Conditions: eq, ne, in, gt, lt, exists, combined by and, or, not. Paths: category, name,
              session_id, client.name, source.name, external_id, timestamp, severity, verdict, and those
              inside attributes and data, such as data.items[0].sku.
            </span>
          </>
        }
      >
        <Textarea
          mono
          rows={3}
          className="field-sizing-content min-h-20"
          value={filter}
          onChange={({ target }) => onChange(target.value)}
          spellCheck={false}
        />
      </DeepField>
    </div>
  );
}
