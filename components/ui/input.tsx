'use client';

import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useFieldWiring } from './field-context.ts';

const BOX =
  'w-full min-w-0 rounded-control border border-edge bg-panel text-ink transition-colors hover:border-ink-3 focus-visible:outline-offset-0 aria-invalid:border-block disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-3 read-only:bg-sunken';

export type InputProps = ComponentProps<'input'> & {
  /** Ids, addresses, regexes. */
  mono?: boolean | undefined;
  compact?: boolean | undefined;
  icon?: LucideIcon | undefined;
};

export function Input({ mono = false, compact = false, icon: Icon, className, ...rest }: InputProps) {
  const input = (
    <input
      {...useFieldWiring()}
      {...rest}
      className={clsx(
        BOX,
        compact ? 'h-control-sm text-sm' : 'h-control',
        Icon ? 'pr-2 pl-8' : 'px-2',
        mono && 'font-mono text-sm',
        className,
      )}
    />
  );
  if (!Icon) return input;
  return (
    <span className="relative block min-w-0">
      <Icon
        size={16}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-ink-3"
      />
      {input}
    </span>
  );
}

export type TextareaProps = ComponentProps<'textarea'> & { mono?: boolean | undefined };

export function Textarea({ mono = false, className, rows = 4, ...rest }: TextareaProps) {
  return (
    <textarea
      {...useFieldWiring()}
      rows={rows}
      {...rest}
      className={clsx(BOX, 'resize-y px-2 py-1', mono && 'font-mono text-sm', className)}
    />
  );
}
