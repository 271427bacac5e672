'use client';

import { useClock, useZone } from '#components/ui/clock.ts';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { formatExact, formatRelative } from '#lib/format/format-time.ts';

export type RowTimeProps = {
  at: string;
  /** Read with the time, so that the row's link says where it leads. */
  name: string;
  /** The row arrived while the list was open: its edge is marked for a moment. */
  isFresh?: boolean | undefined;
};

/** The time as the text of a row's link: relative, exact on hover. */
export function RowTime({ at, name, isFresh = false }: RowTimeProps) {
  const zone = useZone();
  const relative = useClock((now) => formatRelative(at, now), formatExact(at).slice(0, 19));
  return (
    <>
      {isFresh ? (
        <span
          aria-hidden
          className="absolute inset-y-0 left-0 w-1 bg-accent opacity-0 transition-opacity delay-1000 duration-1000 starting:opacity-100"
        />
      ) : null}
      <span className="sr-only">{name}, </span>
      <Tooltip content={<span className="figures font-mono">{formatExact(at, zone)}</span>}>
        <time
          dateTime={at}
          suppressHydrationWarning
          className="figures whitespace-nowrap font-normal text-ink-2"
        >
          {relative}
        </time>
      </Tooltip>
    </>
  );
}
