'use client';

import { Download, Fingerprint, Plus, Upload } from 'lucide-react';
import { useMemo, useState } from 'react';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { Column } from '#components/data-table/table-model.ts';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { useNeighbours } from '#components/data-table/use-neighbours.ts';
import { denial } from '#components/record/denial.ts';
import { EnabledSwitch } from '#components/record/enabled-switch.tsx';
import { ENABLED_FILTER, NAME_FILTER } from '#components/record/list-filters.ts';
import { NewLink } from '#components/record/new-link.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Time } from '#components/ui/time.tsx';
import { type Pattern, SEVERITIES } from '#lib/dlp/schema.ts';
import type { AllPatternFigures } from '#lib/findings/schema.ts';
import { figureColumns } from './figure-columns.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { ActionBadge, StateBadge } from './pattern-badges.tsx';
import { PatternDrawer } from './pattern-drawer.tsx';
import { RestoreButton } from './restore-button.tsx';

const DELETED_FILTER: FilterSpec = {
  key: 'deleted',
  label: 'Deleted',
  kind: 'select',
  options: [{ value: 'true', label: 'Deleted' }],
};
const FILTERS = [NAME_FILTER, ENABLED_FILTER, DELETED_FILTER];

const rowId = (pattern: Pattern) => pattern.id;

const NO_COLUMNS: readonly Column<Pattern>[] = [];

type Shown = { denied: string | null; deleted: boolean; figures: readonly Column<Pattern>[] };

const columnsFor = ({ denied, deleted, figures }: Shown): readonly Column<Pattern>[] => [
  { id: 'name', header: 'Name', cell: (row) => row.name, sortValue: (row) => row.name },
  {
    id: 'enabled',
    header: 'Enabled',
    cell: (row) =>
      deleted ? (
        <RestoreButton pattern={row} denied={denied} />
      ) : (
        <EnabledSwitch base="/patterns" thing={row} enabled={row.enabled} denied={denied} />
      ),
    sortValue: (row) => row.enabled,
  },
  {
    id: 'severity',
    header: 'Severity',
    cell: (row) => <StatusBadge kind="severity" value={row.severity} />,
    sortValue: (row) => SEVERITIES.indexOf(row.severity),
  },
  {
    id: 'action',
    header: 'Action',
    cell: (row) => <ActionBadge action={row.action} />,
    sortValue: (row) => row.action,
    definition: 'What happens to an event in which the pattern finds something',
  },
  {
    id: 'state',
    header: 'State',
    cell: (row) => <StateBadge state={row.state} />,
    sortValue: (row) => row.state,
    definition: 'How far the pattern may go: only an enforcing one does what its action says',
  },
  ...figures,
  {
    id: 'version',
    header: 'Version',
    cell: (row) => row.version,
    sortValue: (row) => row.version,
    align: 'right',
  },
  {
    id: 'origin',
    header: 'Origin',
    cell: (row) => (row.built_in ? <Badge>Built-in</Badge> : <span className="text-ink-3">Own</span>),
    sortValue: (row) => row.built_in,
  },
  {
    id: 'regex',
    header: 'Regex',
    cell: (row) => <code className="text-xs">{row.regex}</code>,
    hidden: true,
  },
  {
    id: 'updated',
    header: 'Updated',
    cell: (row) => <Time at={row.updated_at} />,
    sortValue: (row) => row.updated_at,
  },
];

export type PatternsPageProps = { mayWrite: boolean; mayBacktest: boolean; maySeeFindings: boolean };

export function PatternsPage({ mayWrite, mayBacktest, maySeeFindings }: PatternsPageProps) {
  const denied = denial(mayWrite, 'patterns:write');
  const list = useList<Pattern>('/patterns', { filters: FILTERS, limit: 100 });
  const deleted = list.state.filters.deleted === 'true';
  const figures = useRecord<AllPatternFigures>(
    '/patterns',
    maySeeFindings && !deleted ? '/figures' : null,
  ).data;
  const columns = useMemo(
    () => columnsFor({ denied, deleted, figures: figures ? figureColumns(figures) : NO_COLUMNS }),
    [denied, deleted, figures],
  );
  const neighbours = useNeighbours(list, rowId);
  const [importing, setImporting] = useState(false);
  const create = (
    <NewLink href="/patterns/new" icon={Plus} denied={denied}>
      New pattern
    </NewLink>
  );
  const actions = (
    <span className="flex flex-wrap items-center gap-2">
      <ButtonLink href="/api/v1/patterns/export" prefetch={false} icon={Download} download>
        Export
      </ButtonLink>
      <Button icon={Upload} disabledReason={denied} onClick={() => setImporting(true)}>
        Import
      </Button>
      {create}
    </span>
  );
  return (
    <>
      <PageHeader action={actions} />
      {importing ? <ImportDialog onClose={() => setImporting(false)} /> : null}
      <DataTable
        id="patterns"
        what="patterns"
        noun="pattern"
        columns={columns}
        list={list}
        rowId={rowId}
        empty={{
          icon: Fingerprint,
          sentence: 'A pattern says what must not leave: card numbers, keys, passwords. There is none.',
          action: create,
        }}
      />
      <PatternDrawer
        id={list.state.open}
        onClose={() => list.state.setOpen(null)}
        denied={denied}
        backtestsDenied={denial(mayBacktest, 'backtests:write')}
        {...neighbours}
      />
    </>
  );
}
