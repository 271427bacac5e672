'use client';

import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useFieldWiring } from '#components/ui/field-context.ts';

export type WordsInputProps = {
  value: readonly string[];
  onChange: (words: string[]) => void;
  placeholder?: string | undefined;
  mono?: boolean | undefined;
  readOnly?: boolean | undefined;
};

const split = (text: string) =>
  text
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter(Boolean);

/** A list of words: Enter or a comma adds one, Backspace in the empty field takes the last one out. */
export function WordsInput({
  value,
  onChange,
  placeholder,
  mono = false,
  readOnly = false,
}: WordsInputProps) {
  const { name: _name, ...wiring } = useFieldWiring();
  const [draft, setDraft] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const add = (text: string) => {
    const words = split(text);
    if (words.length > 0) onChange([...new Set([...value, ...words])]);
    setDraft('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      add(draft);
    } else if (event.key === 'Backspace' && draft === '' && value.length > 0) {
      onChange(value.slice(0, -1));
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text');
    if (!/[,\n]/.test(text)) return;
    event.preventDefault();
    add(draft + text);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a click beside the words means the field among them
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field itself takes the keys
    <div
      onClick={(event) => {
        if (event.target === event.currentTarget) input.current?.focus();
      }}
      className={clsx(
        'flex min-h-control cursor-text flex-wrap items-center gap-1 rounded-control border border-edge bg-panel p-1 transition-colors hover:border-ink-3 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent has-[input[aria-invalid]]:border-block',
        readOnly && 'bg-sunken',
      )}
    >
      {value.map((word) => (
        <span
          key={word}
          className="inline-flex h-6 min-w-0 max-w-full items-center rounded-badge bg-sunken pl-2 text-sm"
        >
          <span className={clsx('truncate', mono && 'font-mono text-xs', readOnly && 'pr-2')}>{word}</span>
          {readOnly ? null : (
            <button
              type="button"
              aria-label={`Remove ${word}`}
              onClick={() => onChange(value.filter((other) => other !== word))}
              className="flex size-6 items-center justify-center rounded-badge text-ink-3 hover:text-ink"
            >
              <X size={12} aria-hidden />
            </button>
          )}
        </span>
      ))}
      <input
        {...wiring}
        ref={input}
        value={draft}
        readOnly={readOnly}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => add(draft)}
        placeholder={value.length === 0 ? placeholder : undefined}
        spellCheck={false}
        autoComplete="off"
        className={clsx('h-6 min-w-24 flex-1 bg-transparent px-1 outline-none', mono && 'font-mono text-sm')}
      />
    </div>
  );
}
