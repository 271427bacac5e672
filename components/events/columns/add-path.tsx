'use client';

import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { ListedEvent } from '#lib/events/schema.ts';
import { addFault } from './column-list.ts';
import { usePathSuggestions } from './use-path-suggestions.ts';

const SUGGESTED = 6;

export type AddPathProps = {
  shown: readonly string[];
  rows: readonly ListedEvent[];
  openId: string | null;
  onAdd: (path: string) => void;
};

/** A path as a column: typed, or one of those that events of this page have. */
export function AddPath({ shown, rows, openId, onAdd }: AddPathProps) {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const known = usePathSuggestions(rows, openId, true);
  const matching = known.filter((path) => !shown.includes(path) && path.includes(text.trim()));
  const add = (path: string) => {
    const refusal = addFault(shown, path);
    setFault(refusal);
    if (refusal !== null) return;
    setText('');
    onAdd(path);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add(text.trim());
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-2 border-t pt-3">
      <Field
        label="Path as a column"
        name="column-path"
        error={fault ?? undefined}
        hint="Dotted, numbers for places in a list; up to 10"
      >
        <span className="flex gap-1">
          <Input
            mono
            compact
            placeholder="data.order.total"
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="submit" size="sm">
            Add column
          </Button>
        </span>
      </Field>
      {matching.length > 0 ? (
        <ul aria-label="Paths that events of this page have" className="flex flex-col">
          {matching.slice(0, SUGGESTED).map((path) => (
            <li key={path}>
              <button
                type="button"
                aria-label={`Add column ${path}`}
                onClick={() => add(path)}
                className="flex min-h-6 w-full items-center gap-1 rounded-badge px-1 text-left font-mono text-ink-2 text-xs hover:bg-hover hover:text-ink"
              >
                <Plus size={12} aria-hidden className="shrink-0 text-ink-3" />
                <bdi className="truncate">{path}</bdi>
              </button>
            </li>
          ))}
          {matching.length > SUGGESTED ? (
            <li className="px-1 text-ink-3 text-xs">
              and {matching.length - SUGGESTED} more: type to narrow
            </li>
          ) : null}
        </ul>
      ) : null}
    </form>
  );
}
