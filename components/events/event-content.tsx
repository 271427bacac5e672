'use client';

import { EyeOff } from 'lucide-react';
import { useMemo } from 'react';
import { JsonView } from '#components/ui/json-view.tsx';
import type { DescribedEvent } from '#lib/pipeline/schema.ts';
import { contentMasks } from './content-masks.ts';
import { dataFilter, type ExactFilter } from './exact-filters.ts';

export type EventContentProps = { event: DescribedEvent; onFilter: (filter: ExactFilter) => void };

/** What was sent, with its masked spans named; or why it is not shown. */
export function EventContent({ event, onFilter }: EventContentProps) {
  const masks = useMemo(() => contentMasks(event.findings ?? []), [event.findings]);
  if (event.data_withheld !== null) {
    return (
      <p className="flex items-start gap-2 rounded-panel border border-dashed px-3 py-2 text-ink-2">
        <EyeOff size={16} className="mt-0.5" aria-hidden />
        <span>Not shown. {event.data_withheld}</span>
      </p>
    );
  }
  if (event.data === null) return <p className="text-ink-3">It was sent without content.</p>;
  return (
    <JsonView
      value={event.data}
      label="Content of the event"
      masks={masks}
      onFilter={(path, value) => {
        const filter = dataFilter(path, value);
        if (filter) onFilter(filter);
      }}
    />
  );
}
