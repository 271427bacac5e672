'use client';

import { useRouter } from 'next/navigation';
import { apiFetch } from '#components/ui/api.ts';
import { DangerZone } from '#components/ui/form-page.tsx';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import { useRefresh } from './use-record.ts';

export type DeleteZoneProps = {
  /** Where the API keeps such things, and where the console lists them. */
  base: string;
  listHref: string;
  /** "client" */
  noun: string;
  thing: { id: string; name: string };
  consequences: string;
  denied: string | null;
  /** Brings it back, where that is possible. */
  restore?: (() => Promise<unknown>) | undefined;
};

/** Deletes the thing once its name is typed, and leads back to the list. */
export function DeleteZone({ base, listHref, noun, thing, consequences, denied, restore }: DeleteZoneProps) {
  const router = useRouter();
  const refresh = useRefresh(base);
  const remove = async () => {
    await apiFetch(`${base}/${thing.id}`, { method: 'DELETE' });
    const undo = async () => {
      await restore?.();
      notifyDone(`${thing.name} is back, switched off`);
      await refresh();
    };
    notifyDone(
      `${thing.name} deleted`,
      restore && {
        label: 'Undo',
        run: () =>
          void undo().catch((error) => notifyFailed(`${thing.name} could not be brought back`, error)),
      },
    );
    router.push(listHref);
    await refresh('lists');
  };
  return (
    <DangerZone
      action={`Delete ${noun}`}
      consequences={consequences}
      typed={thing.name}
      onConfirm={remove}
      disabledReason={denied}
    />
  );
}
