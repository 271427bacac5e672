import Link from 'next/link';
import type { Column } from '#components/data-table/table-model.ts';
import { RowTime } from '#components/events/row-time.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { SEVERITIES } from '#lib/dlp/schema.ts';
import { FINDING_STATES, type Finding } from '#lib/findings/schema.ts';
import { cutMiddle } from '#lib/format/cut-middle.ts';
import { ActionBadge } from './action-badge.tsx';
import { Confidence } from './confidence.tsx';

export const FINDING_COLUMNS: readonly Column<Finding>[] = [
  {
    id: 'time',
    header: 'Time',
    width: 'w-24',
    cell: (finding) => <RowTime at={finding.created_at} name={`${finding.pattern} in ${finding.path}`} />,
    definition: 'When the scan found it.',
  },
  {
    id: 'pattern',
    header: 'Pattern',
    cell: (finding) => (
      <span className="font-medium text-ink">
        {finding.pattern} <span className="font-normal text-ink-3">v{finding.version}</span>
      </span>
    ),
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
    cell: (finding) => <ActionBadge action={finding.action} />,
    sortValue: (finding) => finding.action,
    definition: 'What this finding caused. The strongest action of an event makes its verdict.',
  },
  {
    id: 'masked',
    header: 'Found',
    cell: (finding) => <bdi className="font-mono text-xs">{finding.masked}</bdi>,
    definition: 'Masked for everybody.',
  },
  {
    id: 'path',
    header: 'Place',
    cell: (finding) => (
      <bdi title={finding.path} className="font-mono text-xs">
        {finding.path}
      </bdi>
    ),
    sortValue: (finding) => finding.path,
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
    // While all are in one state, it says nothing.
    hidden: FINDING_STATES.length < 2,
    cell: (finding) => <StatusBadge kind="finding" value={finding.state} />,
    sortValue: (finding) => finding.state,
  },
  {
    id: 'event',
    header: 'Event',
    cell: (finding) => (
      <span className="group/id inline-flex items-center">
        <Link
          href={`/events/${finding.event_id}`}
          prefetch={false}
          className="rounded-badge font-mono text-accent-text text-xs hover:underline"
        >
          {cutMiddle(finding.event_id)}
        </Link>
        <CopyButton
          text={finding.event_id}
          label="Copy event id"
          className="size-6 opacity-0 focus-visible:opacity-100 group-hover/id:opacity-100 pointer-coarse:opacity-100"
        />
      </span>
    ),
  },
];
