'use client';

import { clsx } from 'clsx';
import { Pause, Play } from 'lucide-react';
import { buttonClass } from '#components/ui/button-class.ts';
import { useShortcut } from '#components/ui/shortcuts.ts';
import { Tooltip } from '#components/ui/tooltip.tsx';

export type LiveSwitchProps = {
  live: boolean;
  /** Why the list stands still although live is on: a later page is shown. */
  heldBecause?: string | null | undefined;
  onChange: (live: boolean) => void;
};

/** Live is a mode of the list, switched with l. */
export function LiveSwitch({ live, heldBecause, onChange }: LiveSwitchProps) {
  useShortcut({ keys: 'l', label: 'Live on or off', scope: 'List' }, () => onChange(!live));
  const runs = live && !heldBecause;
  const hint =
    heldBecause && live ? heldBecause : live ? 'New rows appear by themselves' : 'The list stands still';
  return (
    <Tooltip content={`${hint} (l)`}>
      <button
        type="button"
        role="switch"
        aria-checked={live}
        aria-label="Live"
        onClick={() => onChange(!live)}
        className={clsx(buttonClass('ghost', { size: 'sm' }), runs && 'text-pass-text')}
      >
        {runs ? (
          <span aria-hidden className="relative flex size-4 items-center justify-center">
            <span className="absolute size-2 animate-ping rounded-full bg-pass opacity-60 motion-reduce:hidden" />
            <span className="size-2 rounded-full bg-pass" />
          </span>
        ) : live ? (
          <Pause size={16} aria-hidden />
        ) : (
          <Play size={16} aria-hidden />
        )}
        {runs ? 'Live' : 'Paused'}
      </button>
    </Tooltip>
  );
}
