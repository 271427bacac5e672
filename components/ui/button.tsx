'use client';

import { clsx } from 'clsx';
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class.ts';
import { Tooltip } from './tooltip.tsx';

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> & {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: LucideIcon | undefined;
  /** Work is going on: the button stays in place, turns, and takes no second press. */
  busy?: boolean | undefined;
  /** Why it cannot be pressed. A button is off exactly when there is a reason to read. */
  disabledReason?: string | null | undefined;
};

/** Words are a verb and its object: "Rotate secret". It stays in the tab order when off, so its reason can be read. */
export function Button({
  variant = 'secondary',
  size = 'md',
  icon: Icon,
  busy = false,
  disabledReason,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const off = Boolean(disabledReason);
  const blocked = off || busy;
  return (
    <>
      <Tooltip content={disabledReason}>
        <button
          {...rest}
          type={type}
          aria-disabled={blocked || undefined}
          aria-busy={busy || undefined}
          aria-describedby={off ? reasonId : rest['aria-describedby']}
          className={clsx(buttonClass(variant, { size, off }), className)}
          onClick={(event) => {
            if (blocked) event.preventDefault();
            else onClick?.(event);
          }}
        >
          {busy ? <LoaderCircle size={16} className="animate-spin" aria-hidden /> : null}
          {Icon && !busy ? <Icon size={16} aria-hidden /> : null}
          {children}
        </button>
      </Tooltip>
      {off ? (
        <span id={reasonId} className="sr-only">
          {disabledReason}
        </span>
      ) : null}
    </>
  );
}

export type ButtonLinkProps = ComponentProps<typeof Link> & {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: LucideIcon | undefined;
};

/** Goes somewhere, looks like a button: a page's primary action is often one. */
export function ButtonLink({
  variant = 'secondary',
  size,
  icon: Icon,
  className,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <Link {...rest} className={clsx(buttonClass(variant, { size: size ?? 'md' }), className)}>
      {Icon ? <Icon size={16} aria-hidden /> : null}
      {children}
    </Link>
  );
}

export type IconButtonProps = Omit<ButtonProps, 'icon' | 'children'> & {
  icon: LucideIcon;
  /** Read aloud and shown as tooltip. */
  label: string;
  /** Shown in the tooltip beside the label. */
  hint?: ReactNode;
};

export function IconButton({
  icon: Icon,
  label,
  hint,
  variant = 'ghost',
  size = 'md',
  busy = false,
  disabledReason,
  className,
  onClick,
  type = 'button',
  ...rest
}: IconButtonProps) {
  const off = Boolean(disabledReason);
  const blocked = off || busy;
  const Shown = busy ? LoaderCircle : Icon;
  return (
    <Tooltip
      content={
        <>
          {disabledReason ?? label} {hint}
        </>
      }
    >
      <button
        {...rest}
        type={type}
        aria-label={off ? `${label}. ${disabledReason}` : label}
        aria-disabled={blocked || undefined}
        aria-busy={busy || undefined}
        className={clsx(buttonClass(variant, { size, off, square: true }), className)}
        onClick={(event) => {
          if (blocked) event.preventDefault();
          else onClick?.(event);
        }}
      >
        <Shown size={16} className={busy ? 'animate-spin' : undefined} aria-hidden />
      </button>
    </Tooltip>
  );
}
