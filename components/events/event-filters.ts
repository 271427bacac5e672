import type { FilterSpec } from '#components/data-table/table-state.ts';
import { STATUS_WORDS, type StatusKind } from '#components/ui/status-words.ts';
import { SEVERITIES, VERDICTS } from '#lib/dlp/schema.ts';
import { EVENT_STATUSES } from '#lib/events/schema.ts';
import { cutMiddle } from '#lib/format/cut-middle.ts';

const options = (kind: StatusKind, values: readonly string[]) =>
  values.map((value) => ({
    value,
    label: (STATUS_WORDS[kind] as Record<string, { word: string }>)[value]?.word ?? value,
  }));

type Option = { value: string; label: string };

/** The controls above the list. A client of the address stays a filter while, or because, its name is not known. */
export function eventFilters(known: readonly Option[], asked: string | null): readonly FilterSpec[] {
  const isKnown = asked === null || known.some(({ value }) => value === asked);
  const clients = isKnown ? known : [...known, { value: asked, label: cutMiddle(asked) }];
  return [
    { key: 'q', label: 'Text', kind: 'text', placeholder: 'Id, name, session or content' },
    { key: 'verdict', label: 'Verdict', kind: 'select', options: options('verdict', VERDICTS) },
    { key: 'severity', label: 'Severity', kind: 'select', options: options('severity', SEVERITIES) },
    { key: 'status', label: 'Status', kind: 'select', options: options('event', EVENT_STATUSES) },
    ...(clients.length > 0
      ? [{ key: 'client', label: 'Client', kind: 'select' as const, options: clients }]
      : []),
  ];
}
