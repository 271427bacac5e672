'use client';

import { Dialog } from '@base-ui/react/dialog';
import { clsx } from 'clsx';
import { PanelLeft, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useStored } from '#components/ui/stored-state.ts';
import type { FacetName } from '#lib/events/schema.ts';
import { FacetSection } from './facet-section.tsx';
import type { EventCounts } from './use-event-stats.ts';
import type { ExactFilters } from './use-exact-filters.ts';

export type EventFacetsProps = { counts: EventCounts; exact: ExactFilters };

const ORDER: readonly FacetName[] = [
  ...(['verdict', 'severity', 'status', 'category', 'name', 'client', 'source'] as const),
];

function Sections({ counts, exact }: EventFacetsProps) {
  const { stats, error, isStale } = counts;
  if (!stats) {
    return error ? (
      <div className="flex flex-col items-start gap-2 px-2 text-ink-2 text-sm">
        <p>The values could not be counted: {error.detail}</p>
        <Button size="sm" busy={counts.isFetching} onClick={counts.retry}>
          Retry
        </Button>
      </div>
    ) : (
      ORDER.map((name) => <Skeleton key={name} className="mx-2 h-16" />)
    );
  }
  return (
    <div className={clsx('flex flex-col gap-3 transition-opacity', isStale && 'opacity-50')}>
      {ORDER.map((name) => (
        <FacetSection
          key={name}
          name={name}
          facet={stats.facets[name]}
          estimated={stats.estimated}
          exact={exact}
        />
      ))}
    </div>
  );
}

const useShown = () => useStored('events:facets', 'shown');

/** Beside the list where there is room for it, and wanted. */
export function FacetAside(props: EventFacetsProps) {
  const [shown] = useShown();
  if (shown !== 'shown') return null;
  return (
    <aside
      aria-label="Facets"
      className="list-room sticky top-16 w-56 shrink-0 overflow-y-auto rounded-panel border bg-panel p-2 @max-4xl:hidden"
    >
      <Sections {...props} />
    </aside>
  );
}

/** Shows or hides the facets; where there is no room beside the list, they come as a sheet. */
export function FacetButton(props: EventFacetsProps) {
  const [shown, setShown] = useShown();
  const [open, setOpen] = useState(false);
  const isShown = shown === 'shown';
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        icon={PanelLeft}
        aria-expanded={isShown}
        className="@max-4xl:hidden"
        onClick={() => setShown(isShown ? 'hidden' : 'shown')}
      >
        {isShown ? 'Hide facets' : 'Show facets'}
      </Button>
      <Button size="sm" icon={PanelLeft} className="@4xl:hidden" onClick={() => setOpen(true)}>
        Facets
      </Button>
      <Dialog.Root open={open} onOpenChange={setOpen}>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-sheet bg-scrim" />
          <Dialog.Popup className="fixed inset-y-0 left-0 z-sheet flex w-80 max-w-[85vw] flex-col border-r bg-panel shadow-float outline-none">
            <header className="flex items-center justify-between border-b py-2 pr-2 pl-4">
              <Dialog.Title className="font-semibold text-base">Facets</Dialog.Title>
              <Dialog.Close render={<IconButton icon={X} label="Close" size="sm" />} />
            </header>
            <div className="min-h-0 flex-1 overflow-y-auto p-2">
              <Sections {...props} />
            </div>
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </>
  );
}
