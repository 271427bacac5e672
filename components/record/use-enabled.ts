'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Page } from '#components/data-table/use-list.ts';
import { apiFetch } from '#components/ui/api.ts';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import { useRefresh } from './use-record.ts';

export type Switchable = { id: string; name: string };

type Known = { id?: string; client_id?: string; enabled: boolean };

/** Says that a switch was not turned, and that it stands where it stood. */
export function tellRefused(thing: Switchable, enabled: boolean, error: unknown): void {
  notifyFailed(`${thing.name} stays ${enabled ? 'enabled' : 'disabled'}`, error);
}

/** Turns a thing of `base` on or off: shown at once, taken back (and thrown) when it is refused, undone by one press. */
export function useEnabled(base: string): {
  setEnabled: (thing: Switchable, enabled: boolean) => Promise<void>;
} {
  const client = useQueryClient();
  const refresh = useRefresh(base);
  const show = (id: string, enabled: boolean) => {
    client.setQueriesData<Page<Known>>({ queryKey: ['list', base] }, (page) =>
      page
        ? {
            ...page,
            items: page.items.map((row) => ((row.id ?? row.client_id) === id ? { ...row, enabled } : row)),
          }
        : page,
    );
    client.setQueryData<Known>(['record', base, `/${id}`], (row) => (row ? { ...row, enabled } : row));
  };
  const { mutateAsync } = useMutation({
    mutationFn: ({ thing, enabled }: { thing: Switchable; enabled: boolean }) =>
      apiFetch(`${base}/${thing.id}`, { method: 'PATCH', body: { enabled } }),
    onMutate: async ({ thing, enabled }) => {
      // An answer on its way would show the old state again.
      await client.cancelQueries({ queryKey: ['list', base] });
      show(thing.id, enabled);
    },
    onError: (_error, { thing, enabled }) => show(thing.id, !enabled),
    onSettled: () => refresh(),
  });
  const setEnabled = async (thing: Switchable, enabled: boolean) => {
    await mutateAsync({ thing, enabled });
    notifyDone(`${thing.name} ${enabled ? 'enabled' : 'disabled'}`, {
      label: 'Undo',
      run: () => {
        mutateAsync({ thing, enabled: !enabled }).catch((error: unknown) =>
          tellRefused(thing, enabled, error),
        );
      },
    });
  };
  return { setEnabled };
}
