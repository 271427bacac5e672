import type { Column } from '#components/data-table/table-model.ts';
import { RowTime } from '#components/events/row-time.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Time } from '#components/ui/time.tsx';
import type { BulkOperation } from '#lib/bulk-operations/schema.ts';
import { formatNumber } from '#lib/format/format-number.ts';
import { isUnderWay, KIND_WORDS, progressText, shareOf } from './bulk-words.ts';

function Progress({ one }: { one: BulkOperation }) {
  return (
    <span className="flex items-center gap-2">
      <StatusBadge kind="bulk" value={one.state} />
      {isUnderWay(one) ? (
        <ProgressBar
          label={`${KIND_WORDS[one.kind]} of ${progressText(one)}`}
          share={shareOf(one)}
          text={progressText(one)}
          className="w-24"
        />
      ) : null}
    </span>
  );
}

const count = (
  id: 'done' | 'skipped' | 'failed',
  header: string,
  definition: string,
): Column<BulkOperation> => ({
  ...{ id, header, definition },
  align: 'right',
  cell: (one) => formatNumber(one[id]),
  sortValue: (one) => one[id],
});

export const BULK_COLUMNS: readonly Column<BulkOperation>[] = [
  {
    id: 'created',
    header: 'Planned',
    width: 'w-24',
    cell: (one) => <RowTime at={one.created_at} name={`${KIND_WORDS[one.kind]} of ${progressText(one)}`} />,
  },
  {
    id: 'kind',
    header: 'Kind',
    cell: (one) => <span className="font-medium text-ink">{KIND_WORDS[one.kind]}</span>,
    sortValue: (one) => one.kind,
  },
  { id: 'items', header: 'Items', cell: progressText },
  { id: 'state', header: 'State', cell: (one) => <Progress one={one} />, sortValue: (one) => one.state },
  count('done', 'Done', 'Items to which it was done.'),
  count('skipped', 'Skipped', 'Items that were passed over, each with its reason.'),
  count('failed', 'Failed', 'Items at which it broke off.'),
  { id: 'by', header: 'By', cell: (one) => one.created_by.name, sortValue: (one) => one.created_by.name },
  { id: 'finished', header: 'Ended', cell: (one) => <Time at={one.finished_at} /> },
];
