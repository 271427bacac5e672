'use client';

import { ScanSearch } from 'lucide-react';
import { useMemo, useState } from 'react';
import { DataTable } from '#components/data-table/data-table.tsx';
import { SelectionContext } from '#components/data-table/selection.ts';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { useNeighbours } from '#components/data-table/use-neighbours.ts';
import { FilterChips } from '#components/events/filter-chips.tsx';
import { narrowed } from '#components/events/narrowed.ts';
import { TimeControl } from '#components/events/time-control.tsx';
import { useExactFilters } from '#components/events/use-exact-filters.ts';
import { useTimeWindow } from '#components/events/use-time-window.ts';
import { denial } from '#components/record/denial.ts';
import { ExportMenu } from '#components/record/export-menu.tsx';
import { PageHeader } from '#components/shell/page-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { statusWord } from '#components/ui/status-words.ts';
import { SEVERITIES } from '#lib/dlp/schema.ts';
import { CLOSING_REASONS, FINDING_STATES, type Finding } from '#lib/findings/schema.ts';
import { ACTION_OPTIONS } from './action-badge.tsx';
import { FINDING_COLUMNS } from './finding-columns.tsx';
import { FindingDrawer } from './finding-drawer.tsx';
import { REASON_WORDS } from './finding-words.ts';
import { QueueHealth } from './queue-health.tsx';
import { TriageBar } from './triage-bar.tsx';
import { useTriageKeys } from './triage-keys.ts';
import { type Decision, useTriage } from './use-triage.ts';

const REFRESH_MS = 5_000;

const FILTERS: readonly FilterSpec[] = [
  { key: 'pattern', label: 'Pattern', kind: 'text' },
  {
    key: 'state',
    label: 'State',
    kind: 'select',
    options: FINDING_STATES.map((value) => ({ value, label: statusWord('finding', value).word })),
  },
  {
    key: 'severity',
    label: 'Severity',
    kind: 'select',
    options: SEVERITIES.map((value) => ({ value, label: statusWord('severity', value).word })),
  },
  { key: 'action', label: 'Action', kind: 'select', options: ACTION_OPTIONS },
  {
    key: 'min_confidence',
    label: 'Confidence',
    kind: 'select',
    options: [5, 4, 3, 2].map((level) => ({ value: String(level), label: `${level} or more` })),
  },
  {
    key: 'reason',
    label: 'Closed as',
    kind: 'select',
    options: CLOSING_REASONS.map((value) => ({ value, label: REASON_WORDS[value] })),
  },
  {
    key: 'assignee',
    label: 'Reviewer',
    kind: 'select',
    options: [
      { value: 'me', label: 'Me' },
      { value: 'nobody', label: 'Nobody' },
    ],
  },
];

const rowId = (finding: Finding) => finding.id;
const isEventKey = (key: string) => key === 'event';

const focusedRow = () => document.activeElement?.closest<HTMLElement>('[data-row-id]')?.dataset.rowId ?? null;

export type FindingsPageProps = { mayDecide: boolean; mayReveal: boolean };

export function FindingsPage({ mayDecide, mayReveal }: FindingsPageProps) {
  const time = useTimeWindow();
  const exact = useExactFilters(isEventKey);
  const fixed = useMemo(() => ({ ...exact.query, ...time.query }), [exact.query, time.query]);
  const loaded = useList<Finding>('/findings', { filters: FILTERS, fixed, refetchIntervalMs: REFRESH_MS });
  const list = narrowed(loaded, exact.filters.length > 0 || time.isSet);
  const neighbours = useNeighbours(list, rowId);
  const triage = useTriage();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const { open, setOpen } = list.state;
  const denied = {
    decide: denial(mayDecide, 'findings:decide'),
    reveal: denial(mayReveal, 'findings:reveal'),
  };

  const toggle = (id: string) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const selection = {
    ids: picked,
    toggle,
    set: (ids: readonly string[]) => setPicked(new Set(ids)),
    denied: denied.decide,
  };

  const decideOne = async (id: string, decision: Decision) => {
    const ids = list.order.length === list.items.length ? list.order : list.items.map(rowId);
    const next = ids[ids.indexOf(id) + 1] ?? ids[ids.indexOf(id) - 1] ?? null;
    const isDone = await triage.decide(
      { ids: [id] },
      decision,
      list.items.find((finding) => finding.id === id)?.state,
    );
    // The reviewer goes on with the next one; what he takes into review he looks at.
    if (isDone && open === id && decision.state === 'closed') setOpen(next);
  };
  const decidePicked = async (decision: Decision) => {
    if (await triage.decide({ ids: [...picked] }, decision)) setPicked(new Set());
  };
  const target = () => open ?? focusedRow();
  useTriageKeys({
    enabled: mayDecide,
    onUndo: () => void triage.undo(),
    onSelect: () => {
      const row = focusedRow() ?? open;
      if (row) toggle(row);
    },
    onDecide: (decision) => {
      const row = target();
      if (picked.size > 0) void decidePicked(decision);
      else if (row) void decideOne(row, decision);
    },
  });

  const at = list.items.findIndex(({ id }) => id === open);
  return (
    <SelectionContext value={selection}>
      <div className="flex flex-col gap-3">
        <PageHeader />
        <QueueHealth />
        <DataTable
          id="findings"
          what="findings"
          noun="finding"
          columns={FINDING_COLUMNS}
          list={list}
          rowId={rowId}
          above={
            <>
              <FilterChips exact={exact} time={time} />
              <TriageBar
                rows={list.items}
                denied={
                  denied.decide ??
                  (time.isSet && picked.size === 0 ? 'Select findings, or clear the time' : null)
                }
                onUndo={() => void triage.undo()}
                filter={{ ...exact.query, ...loaded.state.filters }}
                onDecide={decidePicked}
                onDecideAll={triage.decideAll}
              />
            </>
          }
          toolbar={
            <>
              <TimeControl time={time} />
              <ExportMenu
                path="/findings/export"
                filters={{ ...fixed, ...loaded.state.filters }}
                label="What the filters find, masked"
              />
            </>
          }
          empty={{
            icon: ScanSearch,
            sentence: 'Nothing has been found yet. What the patterns catch in events is listed here, masked.',
            action: <ButtonLink href="/patterns">See the patterns</ButtonLink>,
          }}
        />
        <FindingDrawer
          id={open}
          position={at < 0 ? null : `${at + 1} of ${list.items.length}${list.next ? '+' : ''}`}
          denied={denied}
          onDecide={(decision) => (open ? void decideOne(open, decision) : undefined)}
          onClose={() => setOpen(null)}
          {...neighbours}
        />
      </div>
    </SelectionContext>
  );
}
