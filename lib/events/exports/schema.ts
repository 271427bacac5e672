import { z } from 'zod';
import { EventFilters } from '../schema.ts';

const EXPORT_FORMATS = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export const EXPORT_STATES = ['queued', 'running', 'done', 'cancelled', 'failed', 'expired'] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** The newest events up to this many; an export that left some out says so. */
export const MAX_EXPORT_ROWS = 1_000_000;
/** Of the file as it is downloaded. */
export const MAX_EXPORT_BYTES = 2 * 1024 ** 3;
export const EXPORT_KEPT_HOURS = 24;
/** Of one person. */
export const MAX_RUNNING_EXPORTS = 2;
export const MAX_KEPT_EXPORTS = 20;

/** What a CSV file can hold besides `data.<path>` and `attributes.<path>`; all of them, in this order, unless said. */
export const EXPORT_COLUMNS = [
  'id',
  'external_id',
  'client_id',
  'client_name',
  'source_id',
  'source_name',
  'session_id',
  'category',
  'name',
  'timestamp',
  'received_at',
  'status',
  'verdict',
  'severity',
  'attributes',
  'data',
  'data_withheld',
] as const;

const PLACE = /^(data|attributes)\.(.{1,200})$/;

/** A column of the export, or a place inside the content or the attributes. */
export const isExportColumn = (name: string): boolean =>
  (EXPORT_COLUMNS as readonly string[]).includes(name) || PLACE.test(name);

const Columns = z
  .array(
    z.string().refine(isExportColumn, 'is not a column such as name, data.order.total or attributes.brand'),
  )
  .min(1)
  .max(50)
  .refine((names) => new Set(names).size === names.length, 'names a column twice');

/** The filter as the list's address says it; kept as it was sent, so that a link leads to the same events. */
const ExportFilter = z.record(z.string(), z.string().max(1_000)).superRefine((filter, context) => {
  const checked = EventFilters.safeParse(filter);
  for (const { path, message } of checked.error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
});

export const ExportInput = z
  .strictObject({
    format: z.enum(EXPORT_FORMATS),
    filter: ExportFilter,
    columns: Columns.optional(),
  })
  .refine(({ format, columns }) => format === 'csv' || columns === undefined, {
    path: ['columns'],
    message: 'are for CSV; every line of NDJSON holds a whole event',
  });
export type ExportInput = z.infer<typeof ExportInput>;

export const ExportsQuery = z.strictObject({
  state: z.enum(EXPORT_STATES).optional(),
  /** `all`: everybody's, for holders of audit:read. */
  whose: z.enum(['mine', 'all']).default('mine'),
});
export type ExportsQuery = z.infer<typeof ExportsQuery>;

export type EventExport = {
  id: string;
  format: ExportFormat;
  filter: Record<string, string>;
  /** Null: all of them. */
  columns: string[] | null;
  state: ExportState;
  rows_written: number;
  /** About how many it will be; null while nobody knows. */
  rows_estimated: number | null;
  row_limit: number;
  /** Set when events were left out: there were more than `row_limit`, or the file grew too large. */
  capped: 'rows' | 'size' | null;
  size_bytes: number;
  error: string | null;
  created_at: string;
  created_by: { id: string; email: string };
  finished_at: string | null;
  expires_at: string;
};
