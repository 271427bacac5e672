'use client';

import { ChartNoAxesColumn, ZoomOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { useShortcut } from '#components/ui/shortcuts.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { formatDuration } from '#lib/format/format-time.ts';
import { countWords } from './count-words.ts';
import { wider } from './time-range.ts';
import type { EventCounts } from './use-event-stats.ts';
import type { TimeWindow } from './use-time-window.ts';

export type CountLineProps = {
  counts: EventCounts;
  time: TimeWindow;
  page: { rows: number; hasMore: boolean };
  isShown: boolean;
  onToggle: () => void;
  /** What live mode has to say, at the right. */
  children?: ReactNode;
};

function WidenButton({ time }: { time: TimeWindow }) {
  const isWidest = time.range.kind === 'any';
  const widen = () => {
    const next = wider(time.range, Date.now());
    if (next) time.choose(next);
  };
  useShortcut({ keys: '-', label: 'Zoom out', scope: 'List' }, widen);
  return (
    <IconButton
      size="sm"
      icon={ZoomOut}
      label="Zoom out"
      hint={<Kbd keys="-" />}
      disabledReason={isWidest ? 'All time is shown' : null}
      onClick={widen}
    />
  );
}

/** How many match, over bars of which width; never waited for. */
export function CountLine({ counts, time, page, isShown, onToggle, children }: CountLineProps) {
  const { stats } = counts;
  const earlier = stats?.earlier ? `${formatCount(stats.earlier, 'event')} before the first bar` : null;
  const facts = stats?.bars && isShown ? [`bars of ${formatDuration(stats.bucket_seconds * 1_000)}`] : [];
  return (
    <div className="flex min-h-control-sm min-w-0 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 text-ink-3 text-xs">
      <p className="figures min-w-0">
        <span className="font-medium text-ink text-sm" data-count>
          {countWords(stats, page)}
        </span>{' '}
        {[...facts, earlier, stats?.note && 'some counts took too long']
          .filter(Boolean)
          .map((fact) => `· ${fact}`)
          .join(' ')}
      </p>
      <div className="flex items-center gap-1">
        <WidenButton time={time} />
        <Button size="sm" variant="ghost" icon={ChartNoAxesColumn} aria-expanded={isShown} onClick={onToggle}>
          {isShown ? 'Hide histogram' : 'Show histogram'}
        </Button>
      </div>
      <div className="ml-auto flex flex-wrap items-center gap-2">{children}</div>
    </div>
  );
}
