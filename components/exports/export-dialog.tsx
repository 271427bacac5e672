'use client';

import { Braces, Columns3, FileSpreadsheet, Table2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useRecord } from '#components/record/use-record.ts';
import { isApiProblem } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { RadioCards } from '#components/ui/radio-cards.tsx';
import { EXPORT_KEPT_HOURS, type ExportFormat, MAX_EXPORT_ROWS } from '#lib/events/exports/schema.ts';
import type { EventStats } from '#lib/events/schema.ts';
import { formatCount, formatNumber } from '#lib/format/format-number.ts';
import { ALL_COLUMNS_COUNT } from './export-words.ts';
import { FilterSummary } from './filter-summary.tsx';
import { useExportCalls } from './use-exports.ts';

const FORMATS = [
  { value: 'csv', label: 'CSV', hint: 'A table for spreadsheets', icon: FileSpreadsheet },
  { value: 'ndjson', label: 'NDJSON', hint: 'One whole event in JSON on each line', icon: Braces },
] as const;

function countText(stats: Pick<EventStats, 'total' | 'estimated'> | undefined, failed: boolean): string {
  if (failed) return 'How many there are could not be counted.';
  if (!stats) return 'Counting the events…';
  if (stats.total === null) return 'There are too many events to count in time.';
  const count = `${stats.estimated ? '≈ ' : ''}${formatCount(stats.total, 'event')}`;
  if (stats.total <= MAX_EXPORT_ROWS) return `${count}.`;
  return `${count}, of which the newest ${formatNumber(MAX_EXPORT_ROWS)} are exported.`;
}

export type ExportDialogProps = {
  /** What the list is asked for, as the API takes it. */
  filter: Readonly<Record<string, string>>;
  /** The columns that the table shows, as the export names them. */
  columns: readonly string[];
  onClose: () => void;
};

/** What will be exported, in words, and as what; the export itself is a job that goes on by itself. */
export function ExportDialog({ filter, columns, onClose }: ExportDialogProps) {
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [which, setWhich] = useState<'shown' | 'all'>('shown');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const calls = useExportCalls();
  const stats = useRecord<EventStats>('/events/stats', `?${new URLSearchParams(filter)}`);
  const start = async () => {
    setBusy(true);
    setRefusal(null);
    const chosen = format === 'csv' && which === 'shown' ? { columns: [...columns] } : {};
    try {
      await calls.start({ format, filter, ...chosen });
      onClose();
    } catch (error) {
      setRefusal(isApiProblem(error) ? error.detail : String(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Export events"
      description="The events that the list shows over all its pages, newest first, with masked content."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} onClick={() => void start()}>
            Start export
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <section aria-label="What is exported" className="flex flex-col gap-2">
          <FilterSummary filter={filter} />
          <p role="status" className="figures font-medium text-ink">
            {countText(stats.data, stats.error !== null)}
          </p>
        </section>
        <RadioCards
          legend="Format"
          name="export-format"
          options={FORMATS}
          value={format}
          onChange={setFormat}
        />
        {format === 'csv' ? (
          <RadioCards
            legend="Columns"
            name="export-columns"
            value={which}
            onChange={setWhich}
            options={[
              {
                value: 'shown',
                label: 'Columns shown',
                hint: columns.join(', '),
                icon: Table2,
              },
              {
                value: 'all',
                label: 'All columns',
                hint: `${formatCount(ALL_COLUMNS_COUNT, 'column')}, the whole content among them`,
                icon: Columns3,
              },
            ]}
          />
        ) : null}
        <p className="text-ink-3 text-xs">
          At most {formatNumber(MAX_EXPORT_ROWS)} events, kept for {EXPORT_KEPT_HOURS} hours under{' '}
          <Link href="/exports" className="text-accent-text underline">
            Exports
          </Link>
          . Starting and downloading it are noted in the audit log.
        </p>
        {refusal ? (
          <p role="alert" className="rounded-control bg-block-soft px-3 py-2 text-block-text text-sm">
            {refusal}
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}
