'use client';

import { clsx } from 'clsx';
import {
  formatDuration,
  formatExact,
  formatRelative,
  type TimeInput,
  toDate,
} from '#lib/format/format-time.ts';
import { useClock, useZone } from './clock.ts';
import { Tooltip } from './tooltip.tsx';

export type TimeProps = {
  at: TimeInput | null | undefined;
  /** Show the exact zoned time in the open, the relative one in the tooltip. */
  exact?: boolean | undefined;
  /** Said when there is no time: "never used". */
  never?: string | undefined;
};

/** Relative in the open; local, UTC and epoch on hover and focus. */
export function Time({ at, exact = false, never = '–' }: TimeProps) {
  const zone = useZone();
  const date = at === null || at === undefined ? null : toDate(at);
  const valid = date !== null && !Number.isNaN(date.getTime());
  const relative = useClock(
    (now) => (valid ? formatRelative(date, now) : ''),
    valid ? formatExact(date).slice(0, 19) : '',
  );
  if (!valid) return <span className="text-ink-3">{date === null ? never : 'unknown time'}</span>;
  const local = formatExact(date, zone);
  return (
    <Tooltip
      content={
        <span className="figures grid grid-cols-[auto_auto] gap-x-3 gap-y-0.5 whitespace-nowrap">
          <span className="text-ink-3">{zone}</span>
          <span className="font-mono">{local}</span>
          <span className="text-ink-3">UTC</span>
          <span className="font-mono">{date.toISOString()}</span>
          <span className="text-ink-3">Epoch</span>
          <span className="font-mono">{date.getTime()} ms</span>
          {exact ? (
            <>
              <span className="text-ink-3">Relative</span>
              <span>{relative}</span>
            </>
          ) : null}
        </span>
      }
    >
      <time
        dateTime={date.toISOString()}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time has to be reachable by keyboard
        tabIndex={0}
        suppressHydrationWarning
        className={clsx('figures cursor-default rounded-badge', !exact && 'whitespace-nowrap')}
      >
        {exact ? local : relative}
      </time>
    </Tooltip>
  );
}

/** Runs down to a moment: "in 42 s", then `over`. */
export function Countdown({ to, over = 'due now' }: { to: TimeInput; over?: string | undefined }) {
  const end = toDate(to).getTime();
  const text = useClock(
    (now) => (end - now <= 0 ? over : `in ${formatDuration(Math.ceil((end - now) / 1000) * 1000)}`),
    formatExact(end).slice(0, 19),
  );
  return <span className="figures whitespace-nowrap">{text}</span>;
}
