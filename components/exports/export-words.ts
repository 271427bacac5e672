import {
  type EventExport,
  EXPORT_COLUMNS,
  type ExportFormat,
  isExportColumn,
  MAX_EXPORT_BYTES,
} from '#lib/events/exports/schema.ts';
import { formatBytes, formatCount, formatNumber } from '#lib/format/format-number.ts';

export const FORMAT_WORDS: Readonly<Record<ExportFormat, string>> = { csv: 'CSV', ndjson: 'NDJSON' };

export const isUnderWay = ({ state }: Pick<EventExport, 'state'>): boolean =>
  state === 'queued' || state === 'running';

export const fileHref = ({ id }: Pick<EventExport, 'id'>): string => `/api/v1/exports/${id}/file`;

/** Between 0 and 1, never whole before the end; null while nobody knows how many events it will be. */
export function shareOf({ state, rows_written, rows_estimated }: EventExport): number | null {
  if (state === 'done') return 1;
  if (rows_estimated === null || rows_estimated === 0) return null;
  return Math.min(0.99, rows_written / rows_estimated);
}

/** "12,000 of ≈ 40,000 events": what is written, and of how many as far as it is known. */
export function rowsText(one: EventExport): string {
  if (!isUnderWay(one)) return formatCount(one.rows_written, 'event');
  if (one.rows_estimated === null) return formatCount(one.rows_written, 'event');
  return `${formatNumber(one.rows_written)} of ≈ ${formatCount(one.rows_estimated, 'event')}`;
}

/** Why the file holds fewer events than match; null when it holds them all. */
export function cappedText({ capped, rows_written }: EventExport): string | null {
  if (capped === null) return null;
  const kept = `only the newest ${formatCount(rows_written, 'event')} are in it`;
  return capped === 'rows'
    ? `More events match: ${kept}`
    : `The file reached ${formatBytes(MAX_EXPORT_BYTES)}: ${kept}`;
}

/** The columns of the table as the export names them. */
const OF_TABLE: Readonly<Record<string, string>> = {
  time: 'timestamp',
  client: 'client_name',
  session: 'session_id',
};

/** What the table shows as columns of a file; what has no counterpart is left out. */
export function exportColumnsOf(shown: readonly string[]): string[] {
  return [...new Set(shown.map((id) => OF_TABLE[id] ?? id).filter(isExportColumn))];
}

export const ALL_COLUMNS_COUNT = EXPORT_COLUMNS.length;
