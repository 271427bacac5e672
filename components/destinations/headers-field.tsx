'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { DeepField } from '#components/record/deep-field.tsx';
import { Button, IconButton } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import type { HeaderDraft } from './destination-draft.ts';
import { SecretInput } from './secret-field.tsx';

export type HeadersFieldProps = {
  headers: readonly HeaderDraft[];
  onChange: (headers: HeaderDraft[]) => void;
};

/** Headers of every request. Their values count as secrets: they are stored sealed and never read back. */
export function HeadersField({ headers, onChange }: HeadersFieldProps) {
  const wasStored = useRef(new Set(headers.flatMap(({ id, isStored }) => (isStored ? [id] : []))));
  const nextId = useRef(headers.length);
  const change = (id: number, to: Partial<HeaderDraft>) =>
    onChange(headers.map((header) => (header.id === id ? { ...header, ...to } : header)));
  return (
    <DeepField
      label="Headers"
      name="config.headers"
      optional
      hint="Sent with every request. Their values are stored encrypted and never shown again."
    >
      <div className="flex flex-col items-start gap-2">
        {headers.map((header) => (
          <div key={header.id} className="flex w-full flex-wrap items-start gap-2 sm:flex-nowrap">
            <div className="w-full sm:w-48 sm:shrink-0">
              <Input
                mono
                aria-label="Header name"
                value={header.name}
                readOnly={header.isStored}
                placeholder="Authorization"
                onChange={(event) => change(header.id, { name: event.target.value })}
                autoComplete="off"
                spellCheck={false}
              />
            </div>
            <div className="min-w-0 flex-1">
              <SecretInput
                aria-label={`Value of ${header.name || 'the header'}`}
                secret={header}
                wasStored={wasStored.current.has(header.id)}
                onChange={(secret) => change(header.id, secret)}
              />
            </div>
            <IconButton
              icon={Trash2}
              label={`Remove ${header.name || 'header'}`}
              onClick={() => onChange(headers.filter(({ id }) => id !== header.id))}
            />
          </div>
        ))}
        <Button
          size="sm"
          icon={Plus}
          disabledReason={headers.length >= 20 ? 'There are 20, the most a destination takes' : null}
          onClick={() => {
            const id = nextId.current++;
            onChange([...headers, { id, name: '', value: '', isStored: false }]);
          }}
        >
          Add header
        </Button>
      </div>
    </DeepField>
  );
}
