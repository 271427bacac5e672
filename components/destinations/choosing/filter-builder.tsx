'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { WordsInput } from '#components/record/words-input.tsx';
import { Button, IconButton } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { FilterRow, FilterRows, Operator } from './filter-rows.ts';
import { pathsOf, valuesOf } from './known-places.ts';

const OPERATORS: readonly { value: Operator; label: string }[] = [
  { value: 'eq', label: 'is' },
  { value: 'ne', label: 'is not' },
  { value: 'in', label: 'is one of' },
  { value: 'gt', label: 'is above' },
  { value: 'lt', label: 'is below' },
  { value: 'exists', label: 'is there' },
  { value: 'missing', label: 'is not there' },
];
const JOINS = [
  { value: 'all', label: 'All of these are required' },
  { value: 'any', label: 'One of these is enough' },
];

const hasValue = (operator: Operator): boolean => operator !== 'exists' && operator !== 'missing';

type RowProps = {
  row: FilterRow;
  number: number;
  event: { attributes?: unknown; data?: unknown } | undefined;
  pathsId: string;
  onChange: (row: FilterRow) => void;
  onRemove: () => void;
};

function ValueInput({ row, number, event, onChange }: RowProps) {
  const id = useId();
  if (!hasValue(row.operator)) return null;
  if (row.operator === 'in')
    return <WordsInput mono value={row.values} onChange={(values) => onChange({ ...row, values })} />;
  return (
    <>
      <Input
        mono
        aria-label={`Value of condition ${number}`}
        list={id}
        value={row.values[0] ?? ''}
        placeholder="value"
        onChange={({ target }) => onChange({ ...row, values: [target.value] })}
        autoComplete="off"
        spellCheck={false}
      />
      <datalist id={id}>
        {valuesOf(event, row.path).map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </>
  );
}

function Row(props: RowProps) {
  const { row, number, pathsId, onChange, onRemove } = props;
  return (
    <li className="flex flex-wrap items-start gap-2 max-sm:border-b max-sm:pb-2 sm:flex-nowrap">
      <Input
        mono
        aria-label={`Path of condition ${number}`}
        list={pathsId}
        value={row.path}
        placeholder="category or data.user.id"
        className="sm:w-56 sm:shrink-0"
        onChange={({ target }) => onChange({ ...row, path: target.value })}
        autoComplete="off"
        spellCheck={false}
      />
      <Select
        aria-label={`Comparison of condition ${number}`}
        className="w-32 shrink-0"
        options={OPERATORS}
        value={row.operator}
        onChange={(operator) => onChange({ ...row, operator: operator as Operator })}
      />
      <div className="min-w-24 flex-1">
        <ValueInput {...props} />
      </div>
      <IconButton icon={Trash2} label={`Remove condition ${number}`} onClick={onRemove} />
    </li>
  );
}

export type FilterBuilderProps = {
  rows: FilterRows;
  onChange: (rows: FilterRows) => void;
  /** What paths and values are suggested from. */
  event: { attributes?: unknown; data?: unknown } | undefined;
};

/** A filter as rows: path, comparison, value. */
export function FilterBuilder({ rows: { join, rows }, onChange, event }: FilterBuilderProps) {
  const pathsId = useId();
  const put = (next: readonly FilterRow[]) => onChange({ join, rows: next });
  return (
    <div className="flex flex-col items-start gap-2">
      <datalist id={pathsId}>
        {pathsOf(event).map((path) => (
          <option key={path} value={path} />
        ))}
      </datalist>
      {rows.length > 1 ? (
        <Select
          aria-label="How the conditions are joined"
          className="w-56"
          options={JOINS}
          value={join}
          onChange={(next) => onChange({ join: next as FilterRows['join'], rows })}
        />
      ) : null}
      {rows.length === 0 ? <p className="text-ink-2 text-sm">Every event goes there.</p> : null}
      <ul className="flex w-full flex-col gap-2">
        {rows.map((row, at) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place; it has nothing else of its own
            key={at}
            row={row}
            number={at + 1}
            event={event}
            pathsId={pathsId}
            onChange={(changed) => put(rows.with(at, changed))}
            onRemove={() => put(rows.toSpliced(at, 1))}
          />
        ))}
      </ul>
      <Button size="sm" icon={Plus} onClick={() => put([...rows, { path: '', operator: 'eq', values: [] }])}>
        Add condition
      </Button>
    </div>
  );
}
