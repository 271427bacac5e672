'use client';

import { clsx } from 'clsx';
import { Check, type LucideIcon } from 'lucide-react';

type RadioCard<V extends string> = { value: V; label: string; hint: string; icon: LucideIcon };

export type RadioCardsProps<V extends string> = {
  legend: string;
  /** Of the radio buttons; one of its own on each page. */
  name: string;
  options: readonly RadioCard<V>[];
  value: V;
  onChange: (value: V) => void;
  className?: string | undefined;
  /** One of several below a common legend. */
  quiet?: boolean | undefined;
};

/** A choice of a few that have to be told apart by more than their name. */
export function RadioCards<V extends string>(props: RadioCardsProps<V>) {
  const { legend, name, options, value, onChange, className = 'sm:grid-cols-2', quiet = false } = props;
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className={quiet ? 'mb-1 text-ink-3 text-xs' : 'mb-1 font-medium text-sm'}>{legend}</legend>
      <div className={clsx('grid gap-2', className)}>
        {options.map((one) => {
          const chosen = one.value === value;
          return (
            <label
              key={one.value}
              className={clsx(
                'flex cursor-pointer items-start gap-2 rounded-panel border p-3 transition-colors has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent',
                chosen ? 'border-accent bg-accent-soft' : 'bg-panel hover:border-edge',
              )}
            >
              <input
                type="radio"
                name={name}
                value={one.value}
                checked={chosen}
                onChange={() => onChange(one.value)}
                className="sr-only"
              />
              <one.icon
                size={16}
                aria-hidden
                className={clsx('mt-0.5', chosen ? 'text-accent-text' : 'text-ink-3')}
              />
              <span className="min-w-0 flex-1">
                <span className="block font-medium text-sm">{one.label}</span>
                <span className="block text-ink-2 text-xs">{one.hint}</span>
              </span>
              {chosen ? <Check size={14} aria-hidden className="mt-0.5 text-accent-text" /> : null}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
