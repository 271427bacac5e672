'use client';

import { Select } from '#components/ui/select.tsx';
import { WINDOW_NAMES, WINDOWS, type WindowName } from './time-window.ts';
import type { TimeWindow } from './use-time-window.ts';

const ANY = 'any';
const EXACT = 'exact';

const PRESETS = WINDOW_NAMES.map((name) => ({ value: name, label: WINDOWS[name].label }));

export function WindowChoice({ time }: { time: TimeWindow }) {
  const isExact = Boolean(time.from || time.to);
  return (
    <Select
      compact
      className="max-w-48"
      aria-label="Time range"
      value={isExact ? EXACT : (time.name ?? ANY)}
      options={[
        { value: ANY, label: 'Any time' },
        ...PRESETS,
        ...(isExact ? [{ value: EXACT, label: 'Exact window' }] : []),
      ]}
      onChange={(value) => {
        if (value !== EXACT) time.choose(value === ANY ? null : (value as WindowName));
      }}
    />
  );
}
