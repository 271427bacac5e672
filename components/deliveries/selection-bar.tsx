'use client';

import { RotateCcw, SendHorizontal, Trash2, X } from 'lucide-react';
import type { BulkRequest } from '#components/bulk-operations/bulk-dialog.tsx';
import { useSelection } from '#components/data-table/selection.ts';
import { Button } from '#components/ui/button.tsx';
import type { ListedDelivery } from '#lib/dispatch/deliveries/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';

export type SelectionBarProps = {
  rows: readonly ListedDelivery[];
  /** What the list is asked for, as the API takes it. */
  query: Readonly<Record<string, string>>;
  denied: string | null;
  onAsk: (request: BulkRequest) => void;
};

const KINDS = [
  { kind: 'retry', label: 'Retry', icon: RotateCcw },
  { kind: 'resend', label: 'Resend', icon: SendHorizontal },
  { kind: 'discard', label: 'Discard', icon: Trash2 },
] as const;

/** Acts on the rows that were picked, or on all that match, which are counted before anything is done. */
export function SelectionBar({ rows, query, denied, onAsk }: SelectionBarProps) {
  const { ids, set } = useSelection();
  if (rows.length === 0 && ids.size === 0) return null;
  const isPicked = ids.size > 0;
  const target = isPicked ? { ids: [...ids] } : { filter: { ...query } };
  const isWhole = rows.length > 0 && rows.every(({ id }) => ids.has(id));
  return (
    <section
      aria-label="Act on deliveries"
      className="flex min-w-0 flex-wrap items-center gap-1 rounded-panel border bg-panel px-3 py-1"
    >
      <p role="status" className="mr-2 text-ink-2 text-sm">
        {isPicked ? `${formatCount(ids.size, 'delivery', 'deliveries')} selected` : 'All that match'}
      </p>
      {KINDS.map(({ kind, label, icon }) => (
        <Button
          key={kind}
          size="sm"
          variant="ghost"
          icon={icon}
          disabledReason={denied}
          onClick={() => onAsk({ kind, ...target })}
        >
          {`${label} ${isPicked ? 'selected' : 'all'}`}
        </Button>
      ))}
      <span className="ml-auto flex gap-1">
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
    </section>
  );
}
