'use client';

import { EyeOff } from 'lucide-react';
import { useMemo } from 'react';
import { JsonView } from '#components/ui/json-view.tsx';
import { notifyFailed } from '#components/ui/toast.tsx';
import type { DescribedEvent } from '#lib/pipeline/schema.ts';
import { columnPathOf } from './columns/path-values.ts';
import { contentMasks } from './content-masks.ts';
import { dataFilter, type ExactFilter } from './exact-filters.ts';

export type EventContentProps = {
  event: DescribedEvent;
  onFilter: (filter: ExactFilter) => void;
  /** Present beside a list: a place of the content can become one of its columns. */
  onColumn?: ((path: string) => void) | undefined;
};

const UNASKABLE = 'The list cannot be asked for this place or this value.';

/** What was sent, with its masked spans named; or why it is not shown. */
export function EventContent({ event, onFilter, onColumn }: EventContentProps) {
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
        else notifyFailed('Filter not added', new Error(UNASKABLE));
      }}
      onColumn={
        onColumn &&
        ((place) => {
          const path = columnPathOf(place);
          if (path) onColumn(path);
          else notifyFailed('Column not added', new Error(UNASKABLE));
        })
      }
    />
  );
}
