'use client';

import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Switch } from '#components/ui/toggles.tsx';
import { type Switchable, tellRefused, useEnabled } from './use-enabled.ts';

export type EnabledSwitchProps = {
  /** Path of the list, by its plural: /users. */
  base: string;
  thing: Switchable;
  enabled: boolean;
  denied: string | null;
  /** What turning it off loses; asked first when there is something. */
  loses?: ReactNode;
  /** Beside the switch, where there is room; in a table its column says it. */
  label?: string | undefined;
  hint?: ReactNode;
};

export function EnabledSwitch({ base, thing, enabled, denied, loses, label, hint }: EnabledSwitchProps) {
  const { setEnabled } = useEnabled(base);
  const [asking, setAsking] = useState(false);
  const noun = base.slice(1, -1);
  return (
    <>
      <Switch
        label={label ?? `${thing.name} enabled`}
        labelHidden={label === undefined}
        hint={hint}
        checked={enabled}
        disabledReason={denied}
        onChange={(next) => {
          if (!next && loses) setAsking(true);
          else setEnabled(thing, next).catch((error: unknown) => tellRefused(thing, !next, error));
        }}
      />
      {loses ? (
        <ConfirmDialog
          open={asking}
          onClose={() => setAsking(false)}
          title={`Disable ${thing.name}`}
          consequences={loses}
          action={`Disable ${noun}`}
          onConfirm={() => setEnabled(thing, false)}
        />
      ) : null}
    </>
  );
}
