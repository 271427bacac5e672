'use client';

import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { DESTINATION_KINDS, type DestinationKind } from '#lib/dispatch/destinations/schema.ts';
import { KIND_WORDS } from './kinds.ts';

const ORDER = Object.keys(KIND_WORDS).filter((kind) =>
  (DESTINATION_KINDS as readonly string[]).includes(kind),
) as DestinationKind[];

/** Chosen once: a destination keeps its kind. */
export function KindField({
  kind,
  onChange,
}: {
  kind: DestinationKind;
  onChange: (kind: DestinationKind) => void;
}) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium text-sm">Kind</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {ORDER.map((one) => {
          const { word, hint, icon: Icon } = KIND_WORDS[one];
          return (
            <label
              key={one}
              className={clsx(
                'flex cursor-pointer items-start gap-2 rounded-panel border p-3 transition-colors has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent',
                one === kind ? 'border-accent bg-accent-soft' : 'bg-panel hover:border-edge',
              )}
            >
              <input
                type="radio"
                name="kind"
                value={one}
                checked={one === kind}
                onChange={() => onChange(one)}
                className="sr-only"
              />
              <Icon
                size={16}
                aria-hidden
                className={clsx('mt-0.5', one === kind ? 'text-accent-text' : 'text-ink-3')}
              />
              <span className="min-w-0 flex-1">
                <span className="block font-medium text-sm">{word}</span>
                <span className="block text-ink-2 text-xs">{hint}</span>
              </span>
              {one === kind ? <Check size={14} aria-hidden className="mt-0.5 text-accent-text" /> : null}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
