'use client';

import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { FieldContext, useFault } from './field-context.ts';

export type FieldProps = {
  label: ReactNode;
  /** The control's name, and the path under which the API reports its faults. */
  name?: string | undefined;
  hint?: ReactNode;
  /** Stands in place of what the form reports for this name. */
  error?: string | undefined;
  required?: boolean | undefined;
  /** Said beside the label when an empty field is fine. */
  optional?: boolean | undefined;
  children: ReactNode;
};

/** Label above, control, hint and error below; Input, Textarea, Select, Switch and Checkbox inside wire themselves to it. */
export function Field({
  label,
  name,
  hint,
  error,
  required = false,
  optional = false,
  children,
}: FieldProps) {
  const id = useId();
  const reported = useFault(name);
  const fault = error ?? reported;
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = fault ? `${id}-error` : undefined;
  const describedBy = [errorId, hintId].filter(Boolean).join(' ') || undefined;
  return (
    <FieldContext value={{ id, name, describedBy, invalid: Boolean(fault), required }}>
      <div className="flex min-w-0 flex-col gap-1" data-field={name}>
        <label htmlFor={id} className="flex items-baseline gap-2 font-medium text-ink text-sm">
          {label}
          {optional ? <span className="font-normal text-ink-3 text-xs">optional</span> : null}
        </label>
        {children}
        {fault ? (
          <p id={errorId} className="flex items-start gap-1 text-block-text text-sm">
            <CircleAlert size={14} className="h-5" aria-hidden />
            <span className="min-w-0 break-words">{fault}</span>
          </p>
        ) : null}
        {hint ? (
          <p id={hintId} className="text-ink-3 text-xs">
            {hint}
          </p>
        ) : null}
      </div>
    </FieldContext>
  );
}
