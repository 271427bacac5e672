'use client';

import { Popover } from '@base-ui/react/popover';
import { clsx } from 'clsx';
import { Clock } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { buttonClass } from '#components/ui/button-class.ts';
import { useZone } from '#components/ui/clock.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { useShortcut } from '#components/ui/shortcuts.ts';
import { momentText } from './parse-moment.ts';
import { parseRange, rangeText } from './parse-range.ts';
import { ANY_TIME, PRESETS, type TimeRange } from './time-range.ts';
import type { TimeWindow } from './use-time-window.ts';
import { windowWords, zoneWords } from './window-words.ts';

type Choose = { range: TimeRange; zone: string; choose: (range: TimeRange) => void };

/** "90m", "2026-11-20 10:00 .. 12:00": what a preset does not offer. */
function TypedRange({ range, zone, choose }: Choose) {
  const [fault, setFault] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get('typed') ?? '');
    const parsed = parseRange(typed, { nowMs: Date.now(), zone });
    if (parsed.range) choose(parsed.range);
    else setFault(parsed.fault);
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-1">
      <Field label="Time range" name="typed" error={fault}>
        <Input
          mono
          defaultValue={range.kind === 'any' ? '' : rangeText(range, zone)}
          placeholder="90m, 7d, 2026-11-20 10:00 .. 12:00"
          onChange={() => setFault(undefined)}
          onFocus={(event) => event.target.select()}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
    </form>
  );
}

function Presets({ range, choose }: Choose) {
  const item = (key: string, label: string, to: TimeRange, isOn: boolean) => (
    <button
      key={key}
      type="button"
      aria-pressed={isOn}
      aria-label={windowWords(to, 'UTC')}
      onClick={() => choose(to)}
      className={clsx(
        'h-control-sm rounded-control border text-sm transition-colors hover:bg-hover',
        isOn ? 'border-accent bg-accent-soft text-accent-text' : 'text-ink-2',
      )}
    >
      {label}
    </button>
  );
  return (
    <fieldset className="grid grid-cols-4 gap-1">
      <legend className="mb-1 text-ink-3 text-xs">Last</legend>
      {PRESETS.map((span) =>
        item(span, span, { kind: 'last', span }, range.kind === 'last' && range.span === span),
      )}
      <div className="col-span-4 grid">{item('any', 'Any time', ANY_TIME, range.kind === 'any')}</div>
    </fieldset>
  );
}

type Ends = { from: string; to: string };

/** One end as typed; empty is open, and a day as the end is meant whole. */
function endOf(text: string, zone: string, end: keyof Ends): { at: string | null; fault?: string } {
  if (text === '') return { at: null };
  const parsed = parseRange(end === 'from' ? `since ${text}` : `until ${text}`, { nowMs: Date.now(), zone });
  if (parsed.range?.kind === 'exact') return { at: parsed.range[end] };
  return { at: null, fault: parsed.fault ?? `Write a moment: ${momentText(new Date().toISOString(), zone)}` };
}

function ExactEnds({ range, zone, choose }: Choose) {
  const [faults, setFaults] = useState<Partial<Ends>>({});
  const known = range.kind === 'exact' ? range : { from: null, to: null };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: keyof Ends) => String(fields.get(name) ?? '').trim();
    const [from, to] = [endOf(text('from'), zone, 'from'), endOf(text('to'), zone, 'to')];
    if (from.fault || to.fault) {
      setFaults({ ...(from.fault ? { from: from.fault } : {}), ...(to.fault ? { to: to.fault } : {}) });
    } else if (from.at === null && to.at === null) setFaults({ from: 'Enter one end at least' });
    else if (from.at !== null && to.at !== null && to.at <= from.at) {
      setFaults({ to: 'The end is not after the start.' });
    } else choose({ kind: 'exact', from: from.at, to: to.at });
  };
  const field = (name: keyof Ends, label: string, placeholder: string) => (
    <Field label={label} name={name} error={faults[name]}>
      <Input
        mono
        defaultValue={known[name] ? momentText(known[name], zone) : ''}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
      />
    </Field>
  );
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      {field('from', 'From', 'the first event')}
      {field('to', 'To, not included', 'open')}
      <Button type="submit" size="sm">
        Show this window
      </Button>
    </form>
  );
}

/** Which time the list shows: a preset, a typed range or two ends; opened with t. */
export function TimeControl({ time }: { time: TimeWindow }) {
  const [open, setOpen] = useState(false);
  const zone = useZone();
  const trigger = useRef<HTMLButtonElement>(null);
  useShortcut({ keys: 't', label: 'Time range', scope: 'List' }, () => setOpen(true));
  const choose = (range: TimeRange) => {
    setOpen(false);
    time.choose(range);
  };
  const shared: Choose = { range: time.range, zone, choose };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        ref={trigger}
        aria-label={`Time range: ${windowWords(time.range, zone)}`}
        className={clsx(buttonClass('secondary', { size: 'sm' }), 'max-w-full')}
      >
        <Clock size={16} aria-hidden />
        <span suppressHydrationWarning className="figures truncate">
          {windowWords(time.range, zone)}
        </span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" collisionPadding={8} className="z-float">
          <Popover.Popup
            aria-label="Time range"
            className="flex max-h-[var(--available-height)] w-80 max-w-[calc(100vw-1rem)] flex-col gap-4 overflow-y-auto rounded-panel bg-raised p-4 shadow-float outline-none"
          >
            <TypedRange {...shared} />
            <Presets {...shared} />
            <ExactEnds {...shared} />
            <p className="text-ink-3 text-xs">Times are {zoneWords(zone, Date.now())}.</p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
