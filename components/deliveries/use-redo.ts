'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { apiFetch } from '#components/ui/api.ts';
import { notifyDone } from '#components/ui/toast.tsx';
import type { BulkOperation } from '#lib/bulk-operations/schema.ts';
import type { ListedDelivery } from '#lib/dispatch/deliveries/schema.ts';

/** One for each press of a button: what the browser sends twice is done once. */
const pressKey = () => ({ 'idempotency-key': crypto.randomUUID() });

/** Everything that shows deliveries or the events they belong to. */
export function useRefreshDeliveries(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    const keys = [
      ['list', '/deliveries'],
      ['record', '/deliveries'],
      ['delivery-stats'],
      ['event'],
      ['list', '/bulk_operations'],
    ];
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
  }, [client]);
}

const LOOK_EVERY_MS = 400;
const MAX_LOOKS = 40;

/** The operation once it has ended, or as it is when that takes long: it goes on by itself. */
async function whenOver(id: string): Promise<BulkOperation> {
  for (let look = 1; ; look++) {
    const operation = await apiFetch<BulkOperation>(`/bulk_operations/${id}`);
    if (operation.state !== 'running' || look === MAX_LOOKS) return operation;
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
}

export type RedoCalls = {
  retry: (id: string) => Promise<void>;
  resend: (id: string) => Promise<ListedDelivery>;
  discard: (id: string, reason: string) => Promise<void>;
  replay: (eventId: string, onlyNew: boolean) => Promise<void>;
};

/** What can be done with one delivery, or one event, again. Each throws the reason when it cannot. */
export function useRedo(): RedoCalls {
  const refresh = useRefreshDeliveries();
  const call = useCallback(
    async <T>(path: string, body?: unknown): Promise<T> => {
      try {
        return await apiFetch<T>(path, {
          method: 'POST',
          headers: pressKey(),
          ...(body === undefined ? {} : { body }),
        });
      } finally {
        // Also after a refusal: it tells that the page is not up to date.
        void refresh();
      }
    },
    [refresh],
  );
  return {
    retry: async (id) => {
      await call<ListedDelivery>(`/deliveries/${id}/retry`);
      notifyDone('The delivery is tried again');
    },
    resend: async (id) => {
      const made = await call<ListedDelivery>(`/deliveries/${id}/resend`);
      notifyDone('A new delivery is on its way', {
        label: 'Show it',
        run: () => window.location.assign(`/deliveries/${made.id}`),
      });
      return made;
    },
    discard: async (id, reason) => {
      await call<ListedDelivery>(`/deliveries/${id}/discard`, { reason });
      notifyDone('The delivery is discarded');
    },
    replay: async (eventId, onlyNew) => {
      const path = `/events/${eventId}/replay?only_new=${onlyNew}`;
      const { id } = await call<BulkOperation>(path);
      const { state, failed_reasons: failures } = await whenOver(id);
      await refresh();
      if (failures[0]) throw new Error(failures[0].reason);
      notifyDone(state === 'running' ? 'The event is being replayed' : 'The event is replayed', {
        label: 'Show the replay',
        run: () => window.location.assign(`/bulk_operations?open=${id}`),
      });
    },
  };
}
