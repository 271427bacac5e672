'use client';

import { useCallback, useRef } from 'react';
import { useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import type { ClosingReason, DecisionResult, FindingState } from '#lib/findings/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { reviewWords } from './finding-words.ts';

export type Decision = { state: FindingState; reason: ClosingReason | null; exclude?: { expires_at: null } };
/** The findings named, or all that a query of the list finds. */
type Target = { ids: readonly string[] } | { filter: Readonly<Record<string, string>> };

export type Triage = {
  /** True once it is done. What somebody else has moved on since is left alone, and said. */
  decide: (target: Target, decision: Decision, seenState?: FindingState) => Promise<boolean>;
  /** Takes the last decision of this page back. */
  undo: () => Promise<void>;
};

/** Decides about findings, and takes it back. */
export function useTriage(): Triage {
  const refresh = useRefresh('/findings');
  const last = useRef<string[]>([]);

  const undo = useCallback(async () => {
    const id = last.current.pop();
    if (id === undefined) return notifyDone('There is nothing to take back');
    try {
      const { restored, left } = await apiFetch<{ restored: number; left: number }>(
        `/findings/decisions/${id}/undo`,
        { method: 'POST' },
      );
      const rest = left === 0 ? '' : `, ${left} left as somebody else has set them`;
      notifyDone(`${formatCount(restored, 'finding')} as before${rest}`);
    } catch (error) {
      notifyFailed('The decision could not be taken back', error);
    }
    await refresh();
  }, [refresh]);

  const decide: Triage['decide'] = useCallback(
    async (target, decision, seenState) => {
      try {
        const body = { ...target, ...decision, ...(seenState && { seen_state: seenState }) };
        const result = await apiFetch<DecisionResult>('/findings/decisions', { method: 'POST', body });
        if (result.changed > 0) last.current.push(result.decision_id);
        const moved = result.conflicts.length;
        const left = moved === 0 ? '' : ` · ${moved} left: somebody else has decided meanwhile`;
        notifyDone(`${formatCount(result.changed, 'finding')}: ${reviewWords(decision)}${left}`, {
          label: 'Undo',
          run: () => void undo(),
        });
        return true;
      } catch (error) {
        notifyFailed('The decision could not be kept', error);
        return false;
      } finally {
        await refresh();
      }
    },
    [refresh, undo],
  );
  return { decide, undo };
}
