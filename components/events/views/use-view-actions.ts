'use client';

import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import type { EventView } from '#lib/event-views/schema.ts';
import type { CurrentView } from './use-current-view.ts';
import type { DefaultView } from './use-default-view.ts';
import type { SavedViews } from './use-saved-views.ts';
import type { ViewFields } from './view-dialog.tsx';
import { VIEW } from './view-state.ts';

export type ViewActions = {
  save: (fields: ViewFields) => Promise<void>;
  rename: (view: EventView, fields: ViewFields) => Promise<void>;
  update: (view: EventView) => void;
  remove: (view: EventView) => void;
  setDefault: (view: { id: string; name: string } | null) => void;
};

type Parts = { saved: SavedViews; current: CurrentView; preset: DefaultView };

const isNamed = (id: string): boolean => new URLSearchParams(window.location.search).get(VIEW) === id;

/** Deletes at once and offers to take it back: the same view then stands there again, under a new id. */
async function removeWithUndo(view: EventView, { saved, current, preset }: Parts): Promise<void> {
  const [wasNamed, wasDefault] = [isNamed(view.id), preset.id === view.id];
  await saved.remove(view.id);
  if (wasNamed) current.name(null);
  if (wasDefault) preset.set(null);
  const undo = async () => {
    const { name, shared, query } = view;
    const made = await saved.create({ name, shared, query });
    if (wasNamed && new URLSearchParams(window.location.search).get(VIEW) === null) current.name(made.id);
    if (wasDefault) preset.set(made.id);
  };
  notifyDone(`View ${view.name} deleted`, {
    label: 'Undo',
    run: () => void undo().catch((error: unknown) => notifyFailed('View not brought back', error)),
  });
}

/** What can be done with views; each says what became of it. */
export function useViewActions(parts: Parts): ViewActions {
  const { saved, current, preset } = parts;
  return {
    save: async (fields) => {
      const made = await saved.create({ ...fields, query: current.state });
      current.name(made.id);
      notifyDone(`View ${made.name} saved`);
    },
    rename: async (view, fields) => {
      const changed = await saved.change(view.id, fields);
      notifyDone(`View ${changed.name} changed`);
    },
    update: (view) => {
      saved.change(view.id, { query: current.state }).then(
        () => notifyDone(`View ${view.name} updated`),
        (error: unknown) => notifyFailed('View not updated', error),
      );
    },
    remove: (view) => {
      removeWithUndo(view, parts).catch((error: unknown) => notifyFailed('View not deleted', error));
    },
    setDefault: (view) => {
      preset.set(view?.id ?? null);
      notifyDone(view ? `Events open with ${view.name} in this browser` : 'Events open with all events');
    },
  };
}
