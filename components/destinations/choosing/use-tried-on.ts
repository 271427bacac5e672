'use client';

import { useState } from 'react';
import { useRecentEvents, useTriedEvent } from './use-recent-events.ts';

/** The event that settings are tried on: the last one until another is picked. */
export function useTriedOn(isAllowed: boolean) {
  const [words, setWords] = useState('');
  const [picked, setPicked] = useState<string | null>(null);
  const [first, setFirst] = useState<string | null | undefined>(undefined);
  const [exact, setExact] = useState(false);
  const recent = useRecentEvents(words, isAllowed);
  // Kept once it is known: what comes in meanwhile does not change what somebody is looking at.
  if (!first && recent.items && words === '') {
    const last = recent.items[0]?.id ?? null;
    if (last !== first) setFirst(last);
  }
  const eventId = picked ?? first;
  return {
    words,
    setWords,
    recent,
    eventId,
    pick: setPicked,
    exact,
    setExact,
    event: useTriedEvent(eventId),
  };
}
