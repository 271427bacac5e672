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
type Target = { ids: readonly string[] } | { filter: Filter };
export type Filter = Readonly<Record<string, string>>;
/** How a decision about many goes on: `onProgress` hears how many are done, the signal ends it after the current thousand. */
type Going = { onProgress: (done: number) => void; signal: AbortSignal };

export type Triage = {
  /** True once it is done. What somebody else has moved on since is left alone, and said. */
  decide: (target: Target, decision: Decision, seenState?: FindingState) => Promise<boolean>;
  /** Decides about all that a filter finds, a thousand at a time. @throws ApiProblem where it could not go on. */
  decideAll: (filter: Filter, decision: Decision, going: Going) => Promise<void>;
  /** Takes the last decision of this page back, however many findings it was about. */
  undo: () => Promise<void>;
};

/** Decides about findings, and takes it back. */
export function useTriage(): Triage {
  const refresh = useRefresh('/findings');
  const last = useRef<string[][]>([]);

  const undo = useCallback(async () => {
    const ids = last.current.pop();
    if (ids === undefined) return notifyDone('There is nothing to take back');
    const sum = { restored: 0, left: 0 };
    try {
      for (const id of ids.toReversed()) {
        const one = await apiFetch<typeof sum>(`/findings/decisions/${id}/undo`, { method: 'POST' });
        sum.restored += one.restored;
        sum.left += one.left;
      }
      const rest = sum.left === 0 ? '' : `, ${sum.left} left as somebody else has set them`;
      notifyDone(`${formatCount(sum.restored, 'finding')} as before${rest}`);
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
        if (result.changed > 0) last.current.push([result.decision_id]);
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

  const decideAll: Triage['decideAll'] = useCallback(
    async (filter, decision, { onProgress, signal }) => {
      const ids: string[] = [];
      let done = 0;
      try {
        for (let left = 1; left > 0 && !signal.aborted; ) {
          const body = { filter, ...decision };
          const result = await apiFetch<DecisionResult>('/findings/decisions', { method: 'POST', body });
          if (result.changed === 0) break;
          ids.push(result.decision_id);
          done += result.changed;
          left = result.remaining;
          onProgress(done);
        }
      } finally {
        if (ids.length > 0) {
          last.current.push(ids);
          notifyDone(`${formatCount(done, 'finding')}: ${reviewWords(decision)}`, {
            label: 'Undo',
            run: () => void undo(),
          });
        }
        await refresh();
      }
    },
    [refresh, undo],
  );
  return { decide, decideAll, undo };
}
