import { exactLabel } from '#components/events/exact-filters.ts';
import { type StatusKind, statusWord } from '#components/ui/status-words.ts';
import { cutMiddle } from '#lib/format/cut-middle.ts';
import { formatExact } from '#lib/format/format-time.ts';

export type FilterWord = { name: string; value: string };

const STATES: Readonly<Record<string, { label: string; kind: StatusKind }>> = {
  verdict: { label: 'Verdict', kind: 'verdict' },
  severity: { label: 'Severity', kind: 'severity' },
  status: { label: 'Status', kind: 'event' },
};

function oneWord(key: string, value: string): FilterWord {
  const state = STATES[key];
  if (state)
    return { name: state.label, value: value === 'none' ? 'none' : statusWord(state.kind, value).word };
  if (key === 'q') return { name: 'Text', value };
  if (key === 'client') return { name: 'Client', value: cutMiddle(value) };
  return { name: exactLabel(key), value };
}

const moment = (at: string, zone: string): string => formatExact(at, zone).slice(0, 19).replace(/:00$/, '');

/** A filter of events in words, the time first; empty for one that takes every event. */
export function filterWords(filter: Readonly<Record<string, string>>, zone: string): FilterWord[] {
  const { from, to, ...rest } = filter;
  const time = [from ? `since ${moment(from, zone)}` : '', to ? `until ${moment(to, zone)}` : ''];
  const others = Object.entries(rest).map(([key, value]) => {
    if (!key.startsWith('not.')) return oneWord(key, value);
    const { name, value: word } = oneWord(key.slice('not.'.length), value);
    return { name: `${name} is not`, value: word };
  });
  return [...(from || to ? [{ name: 'Time', value: time.filter(Boolean).join(' ') }] : []), ...others];
}
