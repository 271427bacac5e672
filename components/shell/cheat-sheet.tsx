'use client';

import { Fragment } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { useShortcuts } from '#components/ui/shortcuts.ts';
import { useStored } from '#components/ui/stored-state.ts';
import { Switch } from '#components/ui/toggles.tsx';

export const BARE_KEYS = 'bare-keys';

/** The keys that work on this page, straight from the registry. */
export function CheatSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const shortcuts = useShortcuts();
  const [bareKeys, setBareKeys] = useStored(BARE_KEYS, 'on');
  const scopes = new Map<string, Map<string, string>>();
  for (const { scope, keys, label } of shortcuts) {
    const group = scopes.get(scope) ?? new Map<string, string>();
    scopes.set(scope, group.set(keys, label));
  }
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard shortcuts">
      <div className="flex flex-col gap-4">
        {[...scopes].map(([scope, group]) => (
          <section key={scope} aria-label={scope}>
            <h3 className="mb-1 text-ink-3 text-xs">{scope}</h3>
            <dl className="grid grid-cols-[1fr_auto] gap-y-1">
              {[...group].map(([keys, label]) => (
                <Fragment key={keys}>
                  <dt className="text-sm">{label}</dt>
                  <dd className="justify-self-end">
                    <Kbd keys={keys} />
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
        <div className="border-t pt-4">
          <Switch
            label="Single keys"
            hint="Off: letters alone do nothing, for speech input and easily touched keyboards."
            checked={bareKeys === 'on'}
            onChange={(on) => setBareKeys(on ? 'on' : 'off')}
          />
        </div>
      </div>
    </Dialog>
  );
}
