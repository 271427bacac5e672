'use client';

import { Check, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { precisionText } from '#components/backtests/backtest-words.ts';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { RadioCards } from '#components/ui/radio-cards.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import type { Backtest, BacktestDetail } from '#lib/backtests/schema.ts';
import type { Pattern, PatternState } from '#lib/dlp/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { STATE_WORDS } from './words.ts';

type Published = Exclude<PatternState, 'draft'>;
const STEPS: readonly Published[] = ['dry_run', 'alerting', 'enforcing'];

function Condition({ met, children }: { met: boolean; children: string }) {
  return (
    <li className="flex items-start gap-2 text-sm">
      {met ? (
        <Check size={14} className="mt-0.5 shrink-0 text-pass-text" aria-label="Met" />
      ) : (
        <TriangleAlert size={14} className="mt-0.5 shrink-0 text-redact-text" aria-label="Not met" />
      )}
      <span>{children}</span>
    </li>
  );
}

/** What speaks for it and against it, from the samples and the latest backtest of a saved version. */
function Conditions({ pattern }: { pattern: Pattern }) {
  const list = useRecord<{ items: Backtest[] }>('/patterns', `/${pattern.id}/backtests?limit=20&state=done`);
  const latest = list.data?.items.find(({ version }) => version !== null);
  const detail = useRecord<BacktestDetail>('/backtests', latest ? `/${latest.id}` : null).data;
  const samples = pattern.samples.match.length + pattern.samples.no_match.length;
  return (
    <ul className="flex flex-col gap-1" aria-label="Before it is published">
      <Condition met={pattern.samples.match.length > 0}>
        {samples === 0
          ? 'It has no samples: nothing shows what it is meant to find.'
          : `${formatCount(samples, 'sample')} came out right when it was saved.`}
      </Condition>
      <Condition met={latest !== undefined}>
        {latest === undefined
          ? 'It was not tried on past events yet.'
          : `Version ${latest.version} found ${formatCount(latest.hits.tested, 'hit')} in ${formatCount(latest.events_scanned, 'past event')}.`}
      </Condition>
      {detail ? (
        <Condition met={detail.verdicts.tested.precision !== null}>{precisionText(detail)}</Condition>
      ) : null}
    </ul>
  );
}

/** Puts a pattern to work, step by step: counting first, then telling people, then acting. */
export function PublishDialog({ pattern, onClose }: { pattern: Pattern; onClose: () => void }) {
  const refresh = useRefresh('/patterns');
  const next = STEPS[STEPS.indexOf(pattern.state as Published) + 1] ?? 'enforcing';
  const [state, setState] = useState<Published>(next);
  return (
    <ConfirmDialog
      open
      danger={false}
      onClose={onClose}
      title={`Publish ${pattern.name}`}
      consequences="It is at work in every process within a second. A step back is possible at any time."
      action="Publish"
      onConfirm={async () => {
        await apiFetch(`/patterns/${pattern.id}`, {
          method: 'PATCH',
          body: { state, enabled: true, expected_version: pattern.version },
        });
        notifyDone(`${pattern.name}: ${STATE_WORDS[state].word.toLowerCase()}`);
        await refresh();
      }}
    >
      <div className="flex flex-col gap-4">
        <Conditions pattern={pattern} />
        <RadioCards
          legend="What it does from now on"
          name="published-state"
          className="grid-cols-1"
          value={state}
          onChange={setState}
          options={STEPS.filter((one) => one !== pattern.state).map((one) => ({
            value: one,
            label: STATE_WORDS[one].word,
            hint: STATE_WORDS[one].hint,
            icon: STATE_WORDS[one].icon,
          }))}
        />
      </div>
    </ConfirmDialog>
  );
}
