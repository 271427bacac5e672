import { clsx } from 'clsx';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger' | 'danger-quiet';
export type ButtonSize = 'md' | 'sm';

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'border-transparent bg-accent text-accent-on hover:bg-accent-hover',
  secondary: 'border-line bg-panel text-ink hover:bg-hover data-popup-open:bg-hover',
  ghost: 'border-transparent text-ink-2 hover:bg-hover hover:text-ink data-popup-open:bg-hover',
  // Leads to a danger, does not do it yet.
  'danger-quiet': 'border-line bg-panel text-block-text hover:bg-block-soft',
  danger: 'border-transparent bg-danger text-danger-on hover:bg-danger-hover',
};

const QUIET = 'border-line bg-sunken text-ink-3 cursor-not-allowed';

/** The look of everything that acts when pressed: buttons, links that act, triggers of menus. */
export function buttonClass(
  variant: ButtonVariant,
  { size = 'md', square = false, off = false }: { size?: ButtonSize; square?: boolean; off?: boolean } = {},
): string {
  const height = size === 'md' ? 'h-control' : 'h-control-sm';
  const width = square ? (size === 'md' ? 'w-control' : 'w-control-sm') : size === 'md' ? 'px-3' : 'px-2';
  return clsx(
    'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-control border font-medium transition-colors',
    size === 'md' ? 'text-base' : 'text-sm',
    height,
    width,
    off
      ? variant === 'ghost'
        ? 'cursor-not-allowed border-transparent text-ink-3'
        : QUIET
      : VARIANTS[variant],
  );
}
