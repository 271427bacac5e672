import {
  CircleX,
  Hourglass,
  Inbox,
  type LucideIcon,
  Minus,
  Repeat2,
  Scale,
  ScanSearch,
  Send,
  Shield,
  Split,
  Tags,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { attemptTone, outcomeMark, outcomeText } from '#components/deliveries/outcome-words.ts';
import type { Tone } from '#components/ui/tones.ts';
import type { TraceBar, TraceRow, TraceWait } from '#components/ui/trace.tsx';
import type { Attempt, Delivery } from '#lib/dispatch/schema.ts';
import type { TraceStep } from '#lib/events/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { formatClock, formatDuration } from '#lib/format/format-time.ts';
import { DecisionReasons } from './decision-reasons.tsx';

type Words = { label: string; icon: LucideIcon };

const STEPS: Record<string, Words> = {
  received: { label: 'Received', icon: Inbox },
  enriched: { label: 'Enriched', icon: Tags },
  scanned: { label: 'Scanned', icon: ScanSearch },
  decided: { label: 'Decided', icon: Scale },
  dispatched: { label: 'Dispatched', icon: Split },
  failed: { label: 'Failed', icon: TriangleAlert },
  replayed: { label: 'Replayed', icon: Repeat2 },
};

const VERDICT_TONES: Record<string, Tone> = {
  pass: 'pass',
  redact: 'redact',
  block: 'block',
  failed: 'block',
};

const DELIVERY_ICONS: Partial<Record<Delivery['status'], LucideIcon>> = {
  withheld: Shield,
  dead: CircleX,
  discarded: Minus,
};

/** Attempts are steps of the API's trace too; here each delivery has a row of its own. */
const ATTEMPT_STEPS = new Set(['attempted', 'delivered']);

function detailOf({ step, outcome, detail }: TraceStep): ReactNode {
  if (step === 'replayed') return `${outcome}, ${detail}`;
  if (outcome === 'withheld') return `withheld from ${detail}`;
  return step === 'decided' ? <DecisionReasons text={detail} /> : detail;
}

/** Steps come again with every round of a replay. */
function stepRow(step: TraceStep, round: number, zone: string): TraceRow {
  const { label, icon } = STEPS[step.step] ?? { label: step.step, icon: Inbox };
  const durationMs = step.duration_ms ?? 0;
  const at = formatClock(step.at, zone, true);
  return {
    id: round === 1 ? step.step : `${step.step} ${round}`,
    label,
    icon,
    bars: [
      {
        at: step.at,
        durationMs,
        tone: VERDICT_TONES[step.outcome] ?? 'accent',
        label:
          step.duration_ms === null
            ? `${label} at ${at}`
            : `${label} at ${at}, ${formatDuration(durationMs)}`,
      },
    ],
    detail: detailOf(step),
    duration: step.duration_ms === null ? '–' : formatDuration(durationMs),
  };
}

/** How long the event lay between its receipt and the first work on it. */
function queueRow(steps: readonly TraceStep[]): TraceRow[] {
  const [received, first] = steps;
  if (!received || !first) return [];
  const durationMs = Math.max(0, Date.parse(first.at) - Date.parse(received.at));
  return [
    {
      id: 'queued',
      label: 'Queued',
      icon: Hourglass,
      bars: [
        {
          at: received.at,
          durationMs,
          tone: 'neutral',
          label: `Waited ${formatDuration(durationMs)} for a worker`,
        },
      ],
      duration: formatDuration(durationMs),
    },
  ];
}

function attemptBar(attempt: Attempt): TraceBar {
  return {
    at: attempt.at,
    durationMs: attempt.duration_ms,
    tone: attemptTone(attempt),
    label: `Attempt ${attempt.number}: ${outcomeText(attempt)} in ${formatDuration(attempt.duration_ms)}`,
  };
}

const endMs = ({ at, duration_ms: durationMs }: Attempt): number => Date.parse(at) + durationMs;

/** Between an attempt and the one before it; null where they overlap. */
function waitBefore(attempt: Attempt, before: Attempt | undefined): TraceWait | null {
  if (!before) return null;
  const durationMs = Date.parse(attempt.at) - endMs(before);
  if (durationMs <= 0) return null;
  const label = `Waited ${formatDuration(durationMs)} for attempt ${attempt.number}`;
  return { at: new Date(endMs(before)).toISOString(), durationMs, label };
}

function waitsOf(attempts: readonly Attempt[]): TraceWait[] {
  return attempts.flatMap((attempt, index) => waitBefore(attempt, attempts[index - 1]) ?? []);
}

function deliveryDetail(delivery: Delivery): string | undefined {
  const { status, reason, attempts } = delivery;
  if (status === 'withheld') return `Withheld: ${reason ?? 'nothing was sent.'}`;
  if (status === 'discarded') return `Discarded: ${reason ?? 'its destination is gone.'}`;
  const last = attempts.at(-1);
  if (!last || last.outcome === 'delivered')
    return attempts.length > 1 ? `Delivered by attempt ${last?.number}` : undefined;
  return attempts.length === 1
    ? `Attempt 1 ${outcomeText(last)}`
    : `${formatCount(attempts.length, 'attempt')}, the last ${outcomeText(last)}`;
}

/** The destination's state, where it keeps the next attempt waiting. */
const HELD_WORDS = { paused: 'is paused', failing: 'left alone' } as const;

/** What opens the detail of one attempt. */
export type OpenAttempt = (deliveryId: string, number: number) => void;

const opening = ({ id, destination }: Delivery, attempt: Attempt, onAttempt: OpenAttempt | undefined) =>
  onAttempt && {
    label: `Attempt ${attempt.number} to ${destination}: ${outcomeText(attempt)}. Open details`,
    run: () => onAttempt(id, attempt.number),
  };

const markOf = (attempt: Attempt) => ({ text: outcomeMark(attempt), tone: attemptTone(attempt) });

function attemptRow(delivery: Delivery, index: number, onAttempt: OpenAttempt | undefined): TraceRow[] {
  const attempt = delivery.attempts[index];
  if (!attempt) return [];
  const wait = waitBefore(attempt, delivery.attempts[index - 1]);
  return [
    {
      id: `${delivery.id} ${attempt.number}`,
      label: `Attempt ${attempt.number}`,
      child: true,
      mark: markOf(attempt),
      note: wait ? `after ${formatDuration(wait.durationMs)}` : undefined,
      bars: [attemptBar(attempt)],
      waits: wait ? [wait] : [],
      open: opening(delivery, attempt, onAttempt),
    },
  ];
}

/** A row for the delivery, and below it one for each attempt where there is more than one. */
function deliveryRows(delivery: Delivery, onAttempt: OpenAttempt | undefined): TraceRow[] {
  const { attempts } = delivery;
  const only = attempts.length === 1 ? attempts[0] : undefined;
  const row: TraceRow = {
    id: delivery.id,
    label: delivery.destination,
    icon: DELIVERY_ICONS[delivery.status] ?? Send,
    bars: attempts.map(attemptBar),
    waits: waitsOf(attempts),
    detail: deliveryDetail(delivery),
    nextAt: delivery.status === 'pending' ? delivery.next_attempt_at : null,
    nextNote: delivery.held ? HELD_WORDS[delivery.held] : undefined,
    ...(only ? { mark: markOf(only), open: opening(delivery, only, onAttempt) } : {}),
  };
  if (only) return [row];
  return [row, ...attempts.flatMap((_, index) => attemptRow(delivery, index, onAttempt))];
}

/** From the receipt to the end of the last thing that was done. */
export function traceSpanMs(trace: readonly TraceStep[]): number {
  const starts = trace.map(({ at }) => Date.parse(at));
  const ends = trace.map(({ at, duration_ms: durationMs }) => Date.parse(at) + (durationMs ?? 0));
  return trace.length === 0 ? 0 : Math.max(...ends) - Math.min(...starts);
}

const roundAt = (steps: readonly TraceStep[], place: number): number =>
  1 + steps.slice(0, place + 1).filter(({ step }) => step === 'replayed').length;

/** An event's way as rows on one time axis: its steps, then each delivery with a bar for each attempt. */
export function traceRows(
  trace: readonly TraceStep[],
  deliveries: readonly Delivery[],
  { zone, onAttempt }: { zone: string; onAttempt?: OpenAttempt },
): TraceRow[] {
  const steps = trace.filter(({ step }) => !ATTEMPT_STEPS.has(step));
  const [received, ...others] = steps;
  const sent = deliveries.flatMap((delivery) => deliveryRows(delivery, onAttempt));
  if (!received) return sent;
  return [
    stepRow(received, 1, zone),
    ...queueRow(steps),
    ...others.map((step, i) => stepRow(step, roundAt(others, i), zone)),
    ...sent,
  ];
}
