'use client';

import { ScrollText, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { Column } from '#components/data-table/table-model.ts';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { useNeighbours } from '#components/data-table/use-neighbours.ts';
import { ExportMenu } from '#components/record/export-menu.tsx';
import { listChanges } from '#components/record/list-changes.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { Id } from '#components/ui/id.tsx';
import { Time } from '#components/ui/time.tsx';
import { AUDIT_SUBJECTS, type AuditEntry } from '#lib/audit/schema.ts';
import { AuditDrawer } from './audit-drawer.tsx';
import { AuditRangeFields, useAuditRange } from './audit-range.tsx';
import { subjectName } from './audit-subject.ts';
import { VerifyDialog } from './verify-dialog.tsx';

const FILTERS: readonly FilterSpec[] = [
  { key: 'actor', label: 'Actor', kind: 'text', placeholder: 'Actor: name or id' },
  { key: 'action', label: 'Action', kind: 'text', placeholder: 'Action: patterns.update or patterns.' },
  { key: 'subject_id', label: 'Subject id', kind: 'text', placeholder: 'Subject id' },
  {
    key: 'subject_type',
    label: 'Subject',
    kind: 'select',
    options: AUDIT_SUBJECTS.map((value) => ({ value, label: value.replace('_', ' ') })),
  },
];

const ABOUT = new Set(['updated_at', 'version']);

function Changed({ entry }: { entry: AuditEntry }) {
  if (entry.before === null || entry.after === null) return <span className="text-ink-3">–</span>;
  const paths = listChanges(entry.before, entry.after)
    .filter((change) => change.kind !== 'same' && !ABOUT.has(change.path))
    .map((change) => change.path);
  return <code className="text-xs">{paths.length === 0 ? 'nothing' : paths.join(', ')}</code>;
}

const COLUMNS: readonly Column<AuditEntry>[] = [
  {
    id: 'action',
    header: 'Action',
    cell: (row) => <code className="font-medium text-xs">{row.action}</code>,
  },
  { id: 'at', header: 'When', cell: (row) => <Time at={row.at} /> },
  {
    id: 'actor',
    header: 'Actor',
    cell: (row) => (
      <>
        {row.actor.name}{' '}
        {row.actor.type === 'user' ? null : <span className="text-ink-3">{row.actor.type}</span>}
      </>
    ),
  },
  {
    id: 'subject',
    header: 'Subject',
    cell: (row) => (
      <>
        <span className="text-ink-3">{row.subject_type.replace('_', ' ')}</span>{' '}
        {subjectName(row) ?? <Id id={row.subject_id} of="subject id" />}
      </>
    ),
  },
  { id: 'changed', header: 'Changed', cell: (row) => <Changed entry={row} /> },
  {
    id: 'address',
    header: 'Address',
    cell: (row) => (row.address ? <code className="text-xs">{row.address}</code> : '–'),
  },
  {
    id: 'request',
    header: 'Request',
    cell: (row) => <Id id={row.request_id} of="request id" />,
    hidden: true,
  },
];

const rowId = (entry: AuditEntry) => entry.id;

export function AuditPage() {
  const range = useAuditRange();
  const list = useList<AuditEntry>('/audit', { filters: FILTERS, fixed: range.query });
  const neighbours = useNeighbours(list, rowId);
  const { open } = list.state;
  const [verifying, setVerifying] = useState(false);
  return (
    <>
      <PageHeader
        action={
          <Button icon={ShieldCheck} onClick={() => setVerifying(true)}>
            Verify the log
          </Button>
        }
      />
      {verifying ? <VerifyDialog onClose={() => setVerifying(false)} /> : null}
      <DataTable
        id="audit"
        what="entries"
        noun="entry"
        columns={COLUMNS}
        list={list}
        rowId={rowId}
        toolbar={
          <>
            <AuditRangeFields range={range} />
            <ExportMenu
              path="/audit/export"
              filters={{ ...range.query, ...list.state.filters }}
              label="What the filters find"
            />
          </>
        }
        empty={
          range.isSet
            ? {
                icon: ScrollText,
                sentence: 'Nothing was changed in this time.',
                action: <Button onClick={range.clear}>Show any time</Button>,
              }
            : {
                icon: ScrollText,
                sentence:
                  'Every change leaves an entry here that nobody can change or delete. There is none yet.',
              }
        }
      />
      <AuditDrawer
        open={open !== null}
        entry={list.items.find((entry) => entry.id === open)}
        isLoading={list.isLoading}
        onClose={() => list.state.setOpen(null)}
        {...neighbours}
      />
    </>
  );
}
