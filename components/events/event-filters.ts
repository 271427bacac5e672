import type { FilterSpec } from '#components/data-table/table-state.ts';
import { STATUS_WORDS, type StatusKind } from '#components/ui/status-words.ts';
import { SEVERITIES, VERDICTS } from '#lib/dlp/schema.ts';
import { EVENT_STATUSES } from '#lib/events/schema.ts';

const options = (kind: StatusKind, values: readonly string[]) =>
  values.map((value) => ({
    value,
    label: (STATUS_WORDS[kind] as Record<string, { word: string }>)[value]?.word ?? value,
  }));

/** The controls above the list; clients are known only when they were loaded. */
export function eventFilters(clients: readonly { value: string; label: string }[]): readonly FilterSpec[] {
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
