import { useSelection } from '#components/data-table/selection.ts';
import type { Column } from '#components/data-table/table-model.ts';
import { RowTime } from '#components/events/row-time.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import { SEVERITIES } from '#lib/dlp/schema.ts';
import { FINDING_STATES, type Finding } from '#lib/findings/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { ActionBadge } from './action-badge.tsx';
import { Confidence } from './confidence.tsx';
import { REASON_WORDS } from './finding-words.ts';

function Pick({ finding }: { finding: Finding }) {
  const { ids, toggle, denied } = useSelection();
  return (
    <Checkbox
      label={`Select ${finding.pattern} ${finding.masked}`}
      labelHidden
      checked={ids.has(finding.id)}
      onChange={() => toggle(finding.id)}
      disabledReason={denied}
    />
  );
}

export const FINDING_COLUMNS: readonly Column<Finding>[] = [
  {
    id: 'time',
    header: 'Last seen',
    width: 'w-24',
    cell: (finding) => (
      <RowTime
        at={finding.last_seen_at}
        name={`${finding.pattern} in ${finding.last_place?.path ?? 'no place'}`}
      />
    ),
    definition: 'When a scan last found it.',
  },
  { id: 'pick', header: 'Select', width: 'w-16', cell: (finding) => <Pick finding={finding} /> },
  {
    id: 'pattern',
    header: 'Pattern',
    cell: (finding) => <span className="font-medium text-ink">{finding.pattern}</span>,
    sortValue: (finding) => finding.pattern,
  },
  {
    id: 'severity',
    header: 'Severity',
    cell: (finding) => <StatusBadge kind="severity" value={finding.severity} />,
    sortValue: (finding) => SEVERITIES.indexOf(finding.severity),
  },
  {
    id: 'action',
    header: 'Action',
    cell: (finding) => (
      <ActionBadge action={finding.action} inSlack={finding.last_place?.subject.kind === 'slack'} />
    ),
    sortValue: (finding) => finding.action,
    definition: 'What it caused where it was found last. The strongest action of an event makes its verdict.',
  },
  {
    id: 'masked',
    header: 'Found',
    cell: (finding) => <bdi className="font-mono text-xs">{finding.masked}</bdi>,
    definition: 'Masked for everybody. One row is one value; wherever it stands is a place of it.',
  },
  {
    id: 'path',
    header: 'Place',
    cell: (finding) => (
      <span className="flex min-w-0 items-baseline gap-2">
        <bdi title={finding.last_place?.path} className="truncate font-mono text-xs">
          {finding.last_place?.path ?? 'gone'}
        </bdi>
        {finding.places > 1 ? (
          <span className="figures whitespace-nowrap text-ink-3 text-xs">
            {formatCount(finding.places, 'place')}
          </span>
        ) : null}
      </span>
    ),
    sortValue: (finding) => finding.places,
    definition: 'Where it was found last, and in how many places in all.',
  },
  {
    id: 'confidence',
    header: 'Confidence',
    cell: (finding) => <Confidence value={finding.confidence} />,
    sortValue: (finding) => finding.confidence,
    definition: 'How sure the scan is, from 1 to 5: format, check digits, words nearby.',
  },
  {
    id: 'state',
    header: 'State',
    cell: (finding) => (
      <span className="flex items-center gap-2 whitespace-nowrap">
        <StatusBadge kind="finding" value={finding.state} />
        {finding.reason ? <span className="text-ink-3 text-xs">{REASON_WORDS[finding.reason]}</span> : null}
      </span>
    ),
    sortValue: (finding) => FINDING_STATES.indexOf(finding.state),
  },
  {
    id: 'assignee',
    header: 'Reviewer',
    cell: (finding) => finding.assignee?.email ?? <span className="text-ink-3">Nobody</span>,
    sortValue: (finding) => finding.assignee?.email ?? '',
  },
];
