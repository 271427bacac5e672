'use client';

import { useEffect, useRef, useState } from 'react';
import { type ApiProblem, apiFetch, isApiProblem } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { DecisionPlan } from '#lib/findings/schema.ts';
import { formatCount, formatNumber } from '#lib/format/format-number.ts';
import type { Choice } from './triage-keys.ts';
import type { Decision, Filter, Triage } from './use-triage.ts';

type Planned = { plan: DecisionPlan | null; fault: string | null };

const said = (error: unknown): string =>
  isApiProblem(error) ? (error as ApiProblem).detail : error instanceof Error ? error.message : String(error);

/** Counted once, when somebody asks: findings that come later are not meant. */
function usePlan(filter: Filter, decision: Decision): Planned {
  const [planned, setPlanned] = useState<Planned>({ plan: null, fault: null });
  const asked = useRef({ filter, ...decision });
  useEffect(() => {
    const abort = new AbortController();
    apiFetch<DecisionPlan>('/findings/decisions/plan', {
      method: 'POST',
      body: asked.current,
      signal: abort.signal,
    }).then(
      (plan) => setPlanned({ plan, fault: null }),
      (error: unknown) => abort.signal.aborted || setPlanned({ plan: null, fault: said(error) }),
    );
    return () => abort.abort();
  }, []);
  return planned;
}

function PlanList({ plan }: { plan: DecisionPlan }) {
  const others = plan.patterns - plan.by_pattern.length;
  return (
    <ul aria-label="By pattern" className="flex flex-col gap-1 text-sm">
      {plan.by_pattern.map(({ pattern_id, pattern, findings }) => (
        <li key={pattern_id} className="flex justify-between gap-4">
          <bdi className="min-w-0 truncate">{pattern}</bdi>
          <span className="figures">{formatNumber(findings)}</span>
        </li>
      ))}
      {others > 0 ? <li className="text-ink-3">and {formatCount(others, 'pattern')} more</li> : null}
    </ul>
  );
}

export type DecideAllDialogProps = {
  choice: Choice;
  filter: Filter;
  onDecideAll: Triage['decideAll'];
  onClose: () => void;
};

/** Says what a decision about all that match is about, carries it out and shows how far it is. */
export function DecideAllDialog({ choice, filter, onDecideAll, onClose }: DecideAllDialogProps) {
  const { plan, fault } = usePlan(filter, choice.decision);
  const [done, setDone] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const stop = useRef(new AbortController());
  const decide = async () => {
    setRefusal(null);
    setDone(0);
    stop.current = new AbortController();
    try {
      await onDecideAll(filter, choice.decision, { onProgress: setDone, signal: stop.current.signal });
      onClose();
    } catch (error) {
      setDone(null);
      setRefusal(said(error));
    }
  };
  const close = () => {
    stop.current.abort();
    onClose();
  };
  const count = plan === null ? null : formatCount(plan.total, 'finding');
  const waits =
    plan === null ? 'They are being counted' : plan.total === 0 ? 'Nothing is left to decide' : null;
  return (
    <Dialog
      open
      insistent={done !== null}
      onClose={close}
      title={`${choice.label}: all that match`}
      description="This decides about every finding that the filters find, on further pages too. It can be taken back."
      actions={
        <>
          <Button onClick={close}>{done === null ? 'Cancel' : 'Stop here'}</Button>
          <Button variant="primary" busy={done !== null} disabledReason={waits} onClick={() => void decide()}>
            {count === null ? choice.label : `${choice.label}: ${count}`}
          </Button>
        </>
      }
    >
      {plan === null && fault === null ? <Skeleton className="h-16" /> : null}
      {plan ? <PlanList plan={plan} /> : null}
      {done !== null && plan ? (
        <ProgressBar
          className="mt-4"
          label="Findings decided"
          share={done / plan.total}
          text={`${formatNumber(done)} of ${formatNumber(plan.total)}`}
        />
      ) : null}
      {(refusal ?? fault) ? (
        <p role="alert" className="mt-2 text-block-text text-sm">
          {refusal ?? fault}
        </p>
      ) : null}
    </Dialog>
  );
}
