'use client';

import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { Check, Minus } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Tooltip } from './tooltip.tsx';

export type ToggleProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** The label is read but not shown: for a column that says what it is. */
  labelHidden?: boolean | undefined;
  checked?: boolean | undefined;
  defaultChecked?: boolean | undefined;
  onChange?: ((checked: boolean) => void) | undefined;
  name?: string | undefined;
  disabledReason?: string | null | undefined;
};

function controlProps({ checked, defaultChecked, onChange, name, disabledReason }: ToggleProps) {
  return {
    ...(checked !== undefined ? { checked } : {}),
    ...(defaultChecked !== undefined ? { defaultChecked } : {}),
    ...(name ? { name } : {}),
    // Off but still reachable, so that its reason can be read.
    readOnly: Boolean(disabledReason),
    'aria-disabled': disabledReason ? (true as const) : undefined,
    onCheckedChange: (next: boolean) => onChange?.(next),
  };
}

function Labelled({ toggle, control, id }: { toggle: ToggleProps; control: ReactNode; id: string }) {
  return (
    <span className="flex min-w-0 items-start gap-2">
      {control}
      <span className={toggle.labelHidden ? 'sr-only' : 'min-w-0'}>
        <label htmlFor={id} className="block text-ink">
          {toggle.label}
        </label>
        {toggle.hint || toggle.disabledReason ? (
          <span id={`${id}-hint`} className="block text-ink-3 text-xs">
            {toggle.disabledReason ?? toggle.hint}
          </span>
        ) : null}
      </span>
    </span>
  );
}

/** Takes effect at once. In a form that is saved later, use Checkbox. */
export function Switch(props: ToggleProps) {
  const id = useId();
  const control = (
    <BaseSwitch.Root
      {...controlProps(props)}
      id={id}
      nativeButton
      render={<button type="button" />}
      aria-describedby={props.hint || props.disabledReason ? `${id}-hint` : undefined}
      className="relative flex h-5 w-9 shrink-0 items-center rounded-full border border-edge bg-sunken px-0.5 transition-colors before:absolute before:-inset-1 data-checked:border-accent data-checked:bg-accent data-readonly:cursor-not-allowed data-readonly:opacity-60"
    >
      <BaseSwitch.Thumb className="size-3.5 rounded-full bg-ink-2 transition-transform data-checked:translate-x-4 data-checked:bg-accent-on" />
    </BaseSwitch.Root>
  );
  return (
    <Labelled toggle={props} id={id} control={<Tooltip content={props.disabledReason}>{control}</Tooltip>} />
  );
}

export type CheckboxProps = ToggleProps & { indeterminate?: boolean | undefined };

export function Checkbox({ indeterminate = false, ...props }: CheckboxProps) {
  const id = useId();
  const control = (
    <BaseCheckbox.Root
      {...controlProps(props)}
      id={id}
      indeterminate={indeterminate}
      nativeButton
      render={<button type="button" />}
      aria-describedby={props.hint || props.disabledReason ? `${id}-hint` : undefined}
      className="relative mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-badge border border-edge bg-panel text-accent-on transition-colors before:absolute before:-inset-1 data-checked:border-accent data-indeterminate:border-accent data-checked:bg-accent data-indeterminate:bg-accent data-readonly:cursor-not-allowed data-readonly:opacity-60"
    >
      <BaseCheckbox.Indicator className="flex data-unchecked:hidden">
        {indeterminate ? <Minus size={12} strokeWidth={2.5} /> : <Check size={12} strokeWidth={2.5} />}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
  return (
    <Labelled toggle={props} id={id} control={<Tooltip content={props.disabledReason}>{control}</Tooltip>} />
  );
}
