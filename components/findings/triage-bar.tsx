'use client';

import { Undo2, X } from 'lucide-react';
import { useState } from 'react';
import { useSelection } from '#components/data-table/selection.ts';
import { Button } from '#components/ui/button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import type { Finding } from '#lib/findings/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { DecideAllDialog } from './decide-all-dialog.tsx';
import { type Choice, DECISIONS } from './triage-keys.ts';
import type { Decision, Filter, Triage } from './use-triage.ts';

export type TriageBarProps = {
  rows: readonly Finding[];
  denied: string | null;
  /** What the list is narrowed to. */
  filter: Filter;
  onDecide: (decision: Decision) => Promise<void>;
  onDecideAll: Triage['decideAll'];
  onUndo: () => void;
};

/** Decides about the rows that were picked, or, once confirmed, about all that match. */
export function TriageBar({ rows, denied, filter, onDecide, onDecideAll, onUndo }: TriageBarProps) {
  const { ids, set } = useSelection();
  const [asked, setAsked] = useState<Choice | null>(null);
  if (rows.length === 0 && ids.size === 0) return null;
  const isPicked = ids.size > 0;
  const isWhole = rows.length > 0 && rows.every(({ id }) => ids.has(id));
  return (
    <section
      aria-label="Decide about findings"
      className="flex min-w-0 flex-wrap items-center gap-1 rounded-panel border bg-panel px-3 py-1"
    >
      <p role="status" className="mr-2 text-ink-2 text-sm">
        {isPicked ? `${formatCount(ids.size, 'finding')} selected` : 'All that match'}
      </p>
      {DECISIONS.map((choice) => (
        <Button
          key={choice.key}
          size="sm"
          variant="ghost"
          disabledReason={denied}
          onClick={() => (isPicked ? void onDecide(choice.decision) : setAsked(choice))}
        >
          {choice.label} {isPicked ? <Kbd keys={choice.key} /> : null}
        </Button>
      ))}
      <span className="ml-auto flex gap-1">
        <Button size="sm" variant="ghost" icon={Undo2} disabledReason={denied} onClick={onUndo}>
          Undo
        </Button>
        {isWhole ? null : (
          <Button
            size="sm"
            variant="ghost"
            disabledReason={denied}
            onClick={() => set([...new Set([...ids, ...rows.map(({ id }) => id)])])}
          >
            Select page
          </Button>
        )}
        {isPicked ? (
          <Button size="sm" variant="ghost" icon={X} onClick={() => set([])}>
            Clear selection
          </Button>
        ) : null}
      </span>
      {asked ? (
        <DecideAllDialog
          choice={asked}
          filter={filter}
          onDecideAll={onDecideAll}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </section>
  );
}
