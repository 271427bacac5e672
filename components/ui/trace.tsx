'use client';

import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDuration, type TimeInput, toDate } from '#lib/format/format-time.ts';
import { Countdown } from './time.tsx';
import { TONES, type Tone } from './tones.ts';
import { Tooltip } from './tooltip.tsx';
import { type TraceScale, traceScale } from './trace-scale.ts';

export type TraceBar = {
  at: TimeInput;
  durationMs: number;
  tone: Tone;
  /** "Attempt 2: 503 in 120 ms" */
  label: string;
};

/** Time in which nothing was done on purpose: a line between two bars. */
export type TraceWait = { at: TimeInput; durationMs: number; label: string };

export type TraceRow = {
  id: string;
  label: ReactNode;
  icon?: LucideIcon | undefined;
  /** What it ended with, beside the label: a status code. */
  mark?: { text: string; tone: Tone } | undefined;
  /** Quiet words beside the label. */
  note?: string | undefined;
  /** One per attempt; a step has one. */
  bars: readonly TraceBar[];
  waits?: readonly TraceWait[] | undefined;
  /** Present: the row can be pressed, and this is what that does. */
  open?: { label: string; run: () => void } | undefined;
  /** In words, under the label: why the verdict was what it was. */
  detail?: ReactNode;
  /** At the right; the sum of the bars when left out. */
  duration?: ReactNode;
  /** A further attempt is due then: a hollow bar with a countdown. */
  nextAt?: TimeInput | null | undefined;
  /** Instead of the countdown, when it will not be due then. */
  nextNote?: string | undefined;
  /** Belongs to the row above it. */
  child?: boolean | undefined;
};

export type TraceProps = { rows: readonly TraceRow[]; label: string };

type BarProps = { bar: TraceBar; scale: TraceScale; onOpen?: (() => void) | undefined };

function Bar({ bar, scale, onOpen }: BarProps) {
  const start = toDate(bar.at).getTime();
  const left = scale.place(start);
  const width = scale.place(start + bar.durationMs) - left;
  return (
    <Tooltip content={<span className="figures">{bar.label}</span>}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the button of its row does the same by keyboard */}
      <span
        data-bar
        role="img"
        aria-label={bar.label}
        onClick={onOpen}
        className={clsx(
          'absolute top-1/2 h-3 min-w-1 -translate-y-1/2 rounded-badge',
          TONES[bar.tone].solid,
          onOpen && 'cursor-pointer',
        )}
        // The last pixels stay free, so that a bar of no length at the very end is still seen.
        style={{ left: `min(${left * 100}%, 100% - 0.25rem)`, width: `${width * 100}%` }}
      />
    </Tooltip>
  );
}

function Wait({ wait, scale }: { wait: TraceWait; scale: TraceScale }) {
  const start = toDate(wait.at).getTime();
  const left = scale.place(start);
  const width = scale.place(start + wait.durationMs) - left;
  return (
    <Tooltip content={<span className="figures">{wait.label}</span>}>
      <span
        role="img"
        aria-label={wait.label}
        className="absolute top-1/2 flex h-3 -translate-y-1/2 items-center"
        style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
      >
        <span className="w-full border-edge border-t border-dashed" />
      </span>
    </Tooltip>
  );
}

function Label({ row }: { row: TraceRow }) {
  const words = (
    <>
      <span className="min-w-0 truncate">{row.label}</span>
      {row.mark ? (
        <span className={clsx('figures shrink-0 font-medium text-xs', TONES[row.mark.tone].text)}>
          {row.mark.text}
        </span>
      ) : null}
      {row.note ? <span className="figures shrink-0 text-ink-3 text-xs">{row.note}</span> : null}
    </>
  );
  if (!row.open) return words;
  return (
    <button
      type="button"
      onClick={row.open.run}
      // The whole row can be pressed; bars lie above it for their hints.
      className="flex min-h-6 min-w-0 items-center gap-2 rounded-badge text-left after:absolute after:inset-0 hover:underline"
    >
      {words}
      <span className="sr-only">{row.open.label}</span>
    </button>
  );
}

/** Label and duration above the bar where it is narrow, in one line where there is room. */
const COLUMNS =
  'grid grid-cols-[minmax(0,1fr)_auto] @md:grid-cols-[minmax(8rem,38%)_minmax(0,1fr)_4rem] gap-x-3 px-3';
const TRACK = 'col-span-2 row-start-2 flex min-w-0 @md:col-span-1 @md:row-start-auto';
const NEXT = 'w-24 shrink-0 pl-1';

function Row({ row, scale, room }: { row: TraceRow; scale: TraceScale; room: boolean }) {
  const sum = row.bars.reduce((total, bar) => total + bar.durationMs, 0);
  const indent = row.child ? 'pl-6' : row.icon ? 'pl-[1.375rem]' : undefined;
  return (
    <li
      className={clsx(
        COLUMNS,
        'min-h-row items-center border-b py-1.5 last:border-b-0',
        row.open && 'relative hover:bg-hover',
      )}
    >
      <span className={clsx('flex min-w-0 items-center gap-2 text-sm', row.child && 'pl-6 text-ink-2')}>
        {row.icon ? <row.icon size={14} aria-hidden className="text-ink-3" /> : null}
        <Label row={row} />
      </span>
      <span className={clsx(TRACK, 'h-6 items-center')}>
        <span className="relative block h-full min-w-0 flex-1">
          {scale.breaks.map((gap) => (
            <span
              key={gap.at}
              aria-hidden
              className="absolute inset-y-0 w-px bg-line"
              style={{ left: `${gap.at * 100}%` }}
            />
          ))}
          {row.waits?.map((wait) => (
            <Wait key={String(wait.at)} wait={wait} scale={scale} />
          ))}
          {row.bars.map((bar) => (
            <Bar key={`${bar.label}${String(bar.at)}`} bar={bar} scale={scale} onOpen={row.open?.run} />
          ))}
        </span>
        {room ? (
          <span className={NEXT}>
            {row.nextAt ? (
              <span className="flex h-5 items-center justify-center overflow-hidden rounded-badge border border-edge border-dashed px-1 text-ink-2 text-xs">
                {row.nextNote ?? <Countdown to={row.nextAt} />}
              </span>
            ) : null}
          </span>
        ) : null}
      </span>
      <span className="figures col-start-2 row-start-1 text-right text-ink-2 text-xs @md:col-start-3">
        {row.duration ?? (row.bars.length > 0 ? formatDuration(sum) : '–')}
      </span>
      {row.detail ? (
        <div className={clsx('col-span-full pb-0.5 text-ink-2 text-sm', indent)}>{row.detail}</div>
      ) : null}
    </li>
  );
}

/** One row per step on a common time axis: label left, bar, duration right, what it decided in words below. */
export function Trace({ rows, label }: TraceProps) {
  const spans = rows.flatMap((row) =>
    row.bars.map((bar) => {
      const startMs = toDate(bar.at).getTime();
      return { startMs, endMs: startMs + bar.durationMs };
    }),
  );
  const scale = traceScale(spans);
  const room = rows.some((row) => row.nextAt);
  // A mark of the axis gives way to its first word, and its last word to a mark.
  const marks = scale.breaks.filter((gap) => gap.at > 0.2);
  const crowded = marks.some((gap) => gap.at > 0.75);
  return (
    <section aria-label={label} className="@container min-w-0 overflow-hidden rounded-panel border bg-panel">
      <div className={clsx(COLUMNS, 'border-b py-1 text-ink-3 text-xs')}>
        <span>Step</span>
        <span className={clsx(TRACK, 'figures')}>
          <span className="relative flex min-w-0 flex-1 justify-between whitespace-nowrap">
            <span>0 ms</span>
            {marks.map((gap) => (
              <Tooltip
                key={gap.at}
                content={`Nothing happened for ${formatDuration(gap.gapMs)}; the axis is cut here`}
              >
                <span
                  className="absolute -translate-x-1/2 bg-panel px-1"
                  style={{ left: `${gap.at * 100}%` }}
                >
                  ⋯
                </span>
              </Tooltip>
            ))}
            <span className={clsx(crowded && 'sr-only')}>{formatDuration(scale.endMs - scale.startMs)}</span>
          </span>
          {room ? <span className={clsx(NEXT, 'text-center')}>next attempt</span> : null}
        </span>
        <span className="col-start-2 row-start-1 text-right @md:col-start-3">Took</span>
      </div>
      <ol>
        {rows.map((row) => (
          <Row key={row.id} row={row} scale={scale} room={room} />
        ))}
      </ol>
    </section>
  );
}
