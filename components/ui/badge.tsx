import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { TONES, type Tone } from './tones.ts';

export type BadgeProps = {
  tone?: Tone | undefined;
  icon?: LucideIcon | undefined;
  strike?: boolean | undefined;
  children: ReactNode;
  className?: string | undefined;
};

/** An icon or a dot, and always a word. */
export function Badge({ tone = 'neutral', icon: Icon, strike = false, children, className }: BadgeProps) {
  return (
    <span
      data-badge
      className={clsx(
        'inline-flex h-badge max-w-full items-center align-middle gap-1 whitespace-nowrap rounded-badge px-1.5 font-medium text-xs',
        TONES[tone].badge,
        className,
      )}
    >
      {Icon ? (
        <Icon size={12} aria-hidden />
      ) : (
        <span aria-hidden className={clsx('size-1.5 shrink-0 rounded-full', TONES[tone].solid)} />
      )}
      <span className={clsx('truncate', strike && 'line-through')}>{children}</span>
    </span>
  );
}
