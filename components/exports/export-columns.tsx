import type { Column } from '#components/data-table/table-model.ts';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Time } from '#components/ui/time.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { EventExport } from '#lib/events/exports/schema.ts';
import { formatBytes } from '#lib/format/format-number.ts';
import { ExportActions } from './export-actions.tsx';
import { cappedText, FORMAT_WORDS, isUnderWay, rowsText, shareOf } from './export-words.ts';
import { FilterText } from './filter-text.tsx';

function State({ one }: { one: EventExport }) {
  if (isUnderWay(one)) {
    return (
      <span className="flex items-center gap-2">
        <StatusBadge kind="export" value={one.state} />
        <ProgressBar
          label={`Export as ${FORMAT_WORDS[one.format]}`}
          share={one.state === 'queued' ? 0 : shareOf(one)}
          text={rowsText(one)}
          className="w-24"
        />
      </span>
    );
  }
  return (
    <Tooltip content={one.error}>
      <span className="inline-flex">
        <StatusBadge kind="export" value={one.state} />
      </span>
    </Tooltip>
  );
}

function Rows({ one }: { one: EventExport }) {
  const capped = cappedText(one);
  if (capped === null) return rowsText(one);
  return (
    <Tooltip content={capped}>
      <span className="text-redact-text">{rowsText(one)}, cut off</span>
    </Tooltip>
  );
}

export const EXPORT_LIST_COLUMNS: readonly Column<EventExport>[] = [
  { id: 'what', header: 'Events', cell: (one) => <FilterText filter={one.filter} /> },
  { id: 'state', header: 'State', cell: (one) => <State one={one} />, sortValue: (one) => one.state },
  {
    id: 'format',
    header: 'Format',
    cell: (one) => FORMAT_WORDS[one.format],
    sortValue: (one) => one.format,
  },
  {
    id: 'rows',
    header: 'Written',
    cell: (one) => <Rows one={one} />,
    sortValue: (one) => one.rows_written,
    align: 'right',
    definition:
      'How many events are in the file; ≈ how many it will be, projected as the counts of events are.',
  },
  {
    id: 'size',
    header: 'Size',
    cell: (one) => formatBytes(one.size_bytes),
    sortValue: (one) => one.size_bytes,
    align: 'right',
    definition: 'Of the file as it is downloaded.',
  },
  { id: 'started', header: 'Started', cell: (one) => <Time at={one.created_at} /> },
  {
    id: 'expires',
    header: 'Expires',
    cell: (one) => <Time at={one.expires_at} />,
    definition: 'Then the file is deleted; that there was one is still listed for a week.',
  },
  { id: 'actions', header: 'Actions', cell: (one) => <ExportActions one={one} />, align: 'right' },
];
