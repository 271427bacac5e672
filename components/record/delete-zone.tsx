'use client';

import { useRouter } from 'next/navigation';
import { apiFetch } from '#components/ui/api.ts';
import { DangerZone } from '#components/ui/form-page.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
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
};

/** Deletes the thing once its name is typed, and leads back to the list. */
export function DeleteZone({ base, listHref, noun, thing, consequences, denied }: DeleteZoneProps) {
  const router = useRouter();
  const refresh = useRefresh(base);
  const remove = async () => {
    await apiFetch(`${base}/${thing.id}`, { method: 'DELETE' });
    notifyDone(`${thing.name} deleted`);
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
