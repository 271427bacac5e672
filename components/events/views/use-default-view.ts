'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { apiFetch, isApiProblem } from '#components/ui/api.ts';
import { useStored } from '#components/ui/stored-state.ts';
import { notifyFailed } from '#components/ui/toast.tsx';
import type { EventView } from '#lib/event-views/schema.ts';
import { builtInChoices, type Choice, type CurrentView } from './use-current-view.ts';
import { VIEWS } from './use-saved-views.ts';

export type DefaultView = { id: string | null; set: (id: string | null) => void };

/** The view that a bare address opens with, kept in this browser. */
export function useDefaultView(): DefaultView {
  const [stored, store] = useStored('events:default-view', '');
  return { id: stored === '' ? null : stored, set: (id) => store(id ?? '') };
}

async function loadChoice(id: string): Promise<Choice> {
  const builtIn = builtInChoices().find((choice) => choice.id === id);
  return builtIn ?? (await apiFetch<EventView>(`${VIEWS}/${encodeURIComponent(id)}`));
}

/** Puts the default view into the address of a page that was opened without any; a view that is gone is forgotten. */
export function useOpenDefault(current: CurrentView, { id, set }: DefaultView): void {
  const search = useSearchParams();
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    // Whoever brings an address of his own gets what it says, also later when it becomes bare.
    if (search.size > 0) {
      isDone.current = true;
      return;
    }
    if (id === null) return;
    isDone.current = true;
    loadChoice(id).then(
      (choice) => {
        if (window.location.search === '') current.choose(choice, 'replace');
      },
      (error: unknown) => {
        if (isApiProblem(error) && error.status === 404) set(null);
        notifyFailed('Default view not opened', error);
      },
    );
  }, [search, id, set, current]);
}
