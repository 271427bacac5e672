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

export type RedoCalls = {
  retry: (id: string) => Promise<void>;
  resend: (id: string) => Promise<ListedDelivery>;
  discard: (id: string, reason: string) => Promise<void>;
  replay: (eventId: string, onlyNew: boolean) => Promise<BulkOperation>;
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
      const operation = await call<BulkOperation>(`/events/${eventId}/replay?only_new=${onlyNew}`);
      notifyDone('The event is replayed', {
        label: 'Show the replay',
        run: () => window.location.assign(`/bulk_operations?open=${operation.id}`),
      });
      return operation;
    },
  };
}
