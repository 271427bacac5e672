'use client';

import { clsx } from 'clsx';
import { Search } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import type { EventSummary } from '#lib/events/schema.ts';
import type { RecentEvents } from './use-recent-events.ts';

type EntryProps = { event: EventSummary; isChosen: boolean; onPick: () => void };

function Entry({ event, isChosen, onPick }: EntryProps) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={onPick}
        className={clsx(
          'flex w-full min-w-0 items-baseline gap-2 rounded-control px-2 py-1 text-left text-sm transition-colors hover:bg-hover',
          isChosen && 'bg-selected text-accent-text',
        )}
      >
        <span className="shrink-0 text-ink-3 text-xs">
          <Time at={event.timestamp} />
        </span>
        <span className="min-w-0 truncate font-medium">{event.name}</span>
        <span className="min-w-0 truncate text-ink-3 text-xs">
          {[event.category, event.verdict].filter(Boolean).join(' · ')}
        </span>
      </button>
    </li>
  );
}

export type EventPickerProps = {
  words: string;
  onWords: (words: string) => void;
  recent: RecentEvents;
  chosen: string | null | undefined;
  onPick: (id: string) => void;
};

/** The last events, one of them to try on. */
export function EventPicker({ words, onWords, recent, chosen, onPick }: EventPickerProps) {
  const { items, error, retry } = recent;
  return (
    <div className="flex flex-col gap-1">
      <Input
        compact
        icon={Search}
        type="search"
        aria-label="Search the events to try on"
        placeholder="Search events, or paste an id"
        value={words}
        maxLength={200}
        onChange={({ target }) => onWords(target.value)}
        autoComplete="off"
      />
      {error ? (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-block-text text-sm">
          The events could not be loaded: {error.detail}{' '}
          <Button size="sm" onClick={retry}>
            Try again
          </Button>
        </p>
      ) : items === undefined ? (
        <Skeleton className="h-24" />
      ) : items.length === 0 ? (
        <p className="text-ink-3 text-sm">
          {words.trim() === ''
            ? 'There is no event yet, so an invented one is tried.'
            : 'No processed event matches.'}
        </p>
      ) : (
        <ul aria-label="Events to try on" className="flex max-h-44 flex-col overflow-y-auto">
          {items.map((event) => (
            <Entry
              key={event.id}
              event={event}
              isChosen={event.id === chosen}
              onPick={() => onPick(event.id)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}
