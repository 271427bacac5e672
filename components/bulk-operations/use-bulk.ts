'use client';

import { useCallback } from 'react';
import { useRefreshDeliveries } from '#components/deliveries/use-redo.ts';
import { useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import type { BulkOperation } from '#lib/bulk-operations/schema.ts';
import { KIND_WORDS } from './bulk-words.ts';

export type BulkCalls = {
  plan: (body: object) => Promise<BulkOperation>;
  start: (operation: BulkOperation) => Promise<void>;
  change: (operation: BulkOperation, verb: 'pause' | 'resume' | 'cancel') => Promise<void>;
};

const CHANGED = { pause: 'paused', resume: 'resumed', cancel: 'cancelled' } as const;

/** What can be done with bulk operations. */
export function useBulk(): BulkCalls {
  const refresh = useRefresh('/bulk_operations');
  const refreshDeliveries = useRefreshDeliveries();
  const change = useCallback<BulkCalls['change']>(
    async ({ id }, verb) => {
      await apiFetch(`/bulk_operations/${id}/${verb}`, { method: 'POST' }).catch((error: unknown) =>
        notifyFailed(`The operation is not ${CHANGED[verb]}`, error),
      );
      await Promise.all([refresh(), refreshDeliveries()]);
    },
    [refresh, refreshDeliveries],
  );
  const plan = useCallback<BulkCalls['plan']>(
    (body) => apiFetch('/bulk_operations', { method: 'POST', body }),
    [],
  );
  const start = useCallback<BulkCalls['start']>(
    async (operation) => {
      const { id, confirmation, kind } = operation;
      await apiFetch(`/bulk_operations/${id}/start`, { method: 'POST', body: { confirmation } });
      notifyDone(`${KIND_WORDS[kind]} is under way`, {
        label: 'Cancel it',
        run: () => void change(operation, 'cancel'),
      });
      await refresh();
    },
    [refresh, change],
  );
  return { plan, start, change };
}
