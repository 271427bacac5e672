'use client';

import { Undo2, X } from 'lucide-react';
import { useState } from 'react';
import { useSelection } from '#components/data-table/selection.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import type { Finding } from '#lib/findings/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { DECISIONS } from './triage-keys.ts';
import type { Decision } from './use-triage.ts';

export type TriageBarProps = {
  rows: readonly Finding[];
  denied: string | null;
  onDecide: (decision: Decision, scope: 'selected' | 'all') => Promise<void>;
  onUndo: () => void;
};

/** Decides about the rows that were picked, or, once confirmed, about all that match. */
export function TriageBar({ rows, denied, onDecide, onUndo }: TriageBarProps) {
  const { ids, set } = useSelection();
  const [asked, setAsked] = useState<(typeof DECISIONS)[number] | null>(null);
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
          onClick={() => (isPicked ? void onDecide(choice.decision, 'selected') : setAsked(choice))}
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
        <ConfirmDialog
          open
          onClose={() => setAsked(null)}
          title={`${asked.label}: all that match`}
          consequences="This decides about every finding that the filters find, on further pages too, up to 1,000 at once. It can be taken back."
          action={asked.label}
          danger={false}
          onConfirm={() => onDecide(asked.decision, 'all')}
        />
      ) : null}
    </section>
  );
}
