'use client';

import { Select as Base } from '@base-ui/react/select';
import { clsx } from 'clsx';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFieldWiring } from './field-context.ts';

type SelectOption = { value: string; label: string; hint?: string; icon?: ReactNode };

export type SelectProps = {
  options: readonly SelectOption[];
  value?: string | null | undefined;
  defaultValue?: string | null | undefined;
  onChange?: ((value: string) => void) | undefined;
  placeholder?: string | undefined;
  /** For a form; a Field around it gives its own. */
  name?: string | undefined;
  disabled?: boolean | undefined;
  compact?: boolean | undefined;
  className?: string | undefined;
  'aria-label'?: string | undefined;
};

export function Select(props: SelectProps) {
  const { id, name, ...aria } = useFieldWiring();
  const { options, value, defaultValue, onChange, compact = false } = props;
  const formName = props.name ?? name;
  return (
    <Base.Root
      items={options as SelectOption[]}
      {...(value !== undefined ? { value } : {})}
      {...(defaultValue !== undefined ? { defaultValue } : {})}
      {...(formName ? { name: formName } : {})}
      {...(id ? { id } : {})}
      disabled={props.disabled ?? false}
      onValueChange={(next) => {
        if (typeof next === 'string') onChange?.(next);
      }}
    >
      <Base.Trigger
        {...aria}
        aria-label={props['aria-label']}
        className={clsx(
          'inline-flex min-w-0 items-center justify-between gap-2 rounded-control border border-edge bg-panel pr-1 pl-2 text-left text-ink transition-colors hover:border-ink-3 focus-visible:outline-offset-0 aria-invalid:border-block data-disabled:bg-sunken data-disabled:text-ink-3',
          compact ? 'h-control-sm text-sm' : 'h-control',
          props.className ?? 'w-full',
        )}
      >
        <Base.Value
          className="truncate data-placeholder:text-ink-3"
          placeholder={props.placeholder ?? 'Choose'}
        />
        <Base.Icon className="text-ink-3">
          <ChevronsUpDown size={14} />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-float outline-none">
          <Base.Popup className="max-h-[var(--available-height)] min-w-[var(--anchor-width)] max-w-tip overflow-y-auto rounded-panel bg-raised p-1 shadow-float outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  className="flex min-h-control-sm cursor-default items-center gap-2 rounded-control px-2 py-1 text-ink text-sm outline-none data-highlighted:bg-hover"
                >
                  <span className="w-4 shrink-0 text-accent-text">
                    <Base.ItemIndicator>
                      <Check size={14} />
                    </Base.ItemIndicator>
                  </span>
                  {option.icon}
                  <span className="min-w-0">
                    <Base.ItemText>{option.label}</Base.ItemText>
                    {option.hint ? <span className="block text-ink-3 text-xs">{option.hint}</span> : null}
                  </span>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
