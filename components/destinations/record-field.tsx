'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { DeepField } from '#components/record/deep-field.tsx';
import { Button, IconButton } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import type { ConfigField } from '#lib/dispatch/destinations/describe-config.ts';
import type { RowDraft } from './config-draft.ts';
import { SecretInput } from './secret-field.tsx';

export type RecordFieldProps = {
  field: ConfigField;
  rows: readonly RowDraft[];
  onChange: (rows: RowDraft[]) => void;
  /** What is stored is for another host: no mask stands for it. */
  anew: boolean;
};

/** Names with a value each: "header" of "Headers". Values that count as secrets are never read back. */
export function RecordField({ field, rows, onChange, anew }: RecordFieldProps) {
  const wasStored = useRef(new Set(rows.flatMap(({ id, isStored }) => (isStored ? [id] : []))));
  const nextId = useRef(rows.length);
  const one = field.title.toLowerCase().replace(/s$/, '');
  const { maxItems = 20 } = field;
  const change = (id: number, to: Partial<RowDraft>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...to } : row)));
  return (
    <DeepField label={field.title} name={`config.${field.path}`} optional hint={field.description}>
      <div className="flex flex-col items-start gap-2">
        {rows.map((row) => (
          <div key={row.id} className="flex w-full flex-wrap items-start gap-2 sm:flex-nowrap">
            <div className="w-full sm:w-48 sm:shrink-0">
              <Input
                mono
                aria-label={`Name of the ${one}`}
                value={row.name}
                readOnly={row.isStored}
                placeholder={field.placeholder}
                onChange={(event) => change(row.id, { name: event.target.value })}
                autoComplete="off"
                spellCheck={false}
              />
            </div>
            <div className="min-w-0 flex-1">
              <SecretInput
                aria-label={`Value of ${row.name || `the ${one}`}`}
                secret={anew && row.isStored ? { value: '', isStored: false } : row}
                wasStored={wasStored.current.has(row.id) && !anew}
                onChange={(secret) => change(row.id, secret)}
              />
            </div>
            <IconButton
              icon={Trash2}
              label={`Remove ${row.name || one}`}
              onClick={() => onChange(rows.filter(({ id }) => id !== row.id))}
            />
          </div>
        ))}
        <Button
          size="sm"
          icon={Plus}
          disabledReason={
            rows.length >= maxItems ? `There are ${maxItems}, the most a destination takes` : null
          }
          onClick={() => {
            const id = nextId.current++;
            onChange([...rows, { id, name: '', value: '', isStored: false }]);
          }}
        >
          Add {one}
        </Button>
      </div>
    </DeepField>
  );
}
