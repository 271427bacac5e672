import { csvLine } from '#lib/format/csv.ts';
import type { EventDetail } from '../schema.ts';
import { EXPORT_COLUMNS, type ExportFormat } from './schema.ts';

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

function valueAt(document: unknown, path: string): unknown {
  let at = document;
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at;
}

/** An attribute's own name may hold dots. */
function cellOf(event: EventDetail, column: string): unknown {
  if (column.startsWith('data.')) return valueAt(event.data, column.slice('data.'.length));
  if (!column.startsWith('attributes.')) return event[column as keyof EventDetail];
  const name = column.slice('attributes.'.length);
  return Object.hasOwn(event.attributes, name) ? event.attributes[name] : valueAt(event.attributes, name);
}

export type EventEncoder = {
  /** What stands above the first event. */
  header: string;
  encode: (event: EventDetail) => string;
};

/** How an event is written in the file; a line of NDJSON is the event as the API answers it, masked. */
export function eventEncoder(format: ExportFormat, columns: readonly string[]): EventEncoder {
  if (format === 'ndjson') return { header: '', encode: (event) => `${JSON.stringify(event)}\n` };
  const names = columns.length > 0 ? columns : EXPORT_COLUMNS;
  return {
    header: csvLine(names),
    encode: (event) => csvLine(names.map((name) => textOf(cellOf(event, name)))),
  };
}
