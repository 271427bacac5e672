'use client';

import { useStored } from '#components/ui/stored-state.ts';
import { CountLine } from './count-line.tsx';
import { EventHistogram } from './event-histogram.tsx';
import { FilterChips } from './filter-chips.tsx';
import { LiveBar } from './live-bar.tsx';
import type { Explorer } from './use-explorer.ts';

export type ExplorerHeadProps = {
  explorer: Explorer;
  /** Of clients, by id. */
  names: Readonly<Record<string, string>>;
};

/** Between the filters and the rows: what is set, when it happened, how many there are, what is new. */
export function ExplorerHead({ explorer, names }: ExplorerHeadProps) {
  const { list, counts, time, exact, mode, stream, newCount, showNew } = explorer;
  const [shown, setShown] = useStored('events:histogram', 'shown');
  const isShown = shown === 'shown';
  if (explorer.isEmpty) return null;
  return (
    <>
      <FilterChips exact={exact} time={time} names={names} />
      {isShown ? <EventHistogram counts={counts} time={time} /> : null}
      <CountLine
        counts={counts}
        time={time}
        page={{ rows: list.items.length, hasMore: list.next !== null }}
        isShown={isShown}
        onToggle={() => setShown(isShown ? 'hidden' : 'shown')}
      >
        <LiveBar mode={mode} stream={stream} newCount={newCount} onShowNew={showNew} />
      </CountLine>
    </>
  );
}
