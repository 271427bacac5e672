'use client';

import { DeepField } from '#components/record/deep-field.tsx';
import { durationText } from '#components/record/duration-text.ts';
import { Field } from '#components/ui/field.tsx';
import { Input, Textarea } from '#components/ui/input.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import { formatCount } from '#lib/format/format-number.ts';
import { type DestinationDraft, readRetryPlan, type SetDraft } from './destination-draft.ts';

export type DeliveryFieldsProps = {
  draft: DestinationDraft;
  set: SetDraft;
  /** In milliseconds. */
  defaultPlan: readonly number[];
};

/** "9 retries over 3 d 3 h, each wait ±20 %" */
function planInWords(waitsMs: readonly number[]): string {
  if (waitsMs.length === 0) return 'No retry: one attempt, then the delivery is dead.';
  const totalMs = waitsMs.reduce((sum, waitMs) => sum + waitMs, 0);
  const coarse = totalMs - (totalMs % (totalMs > 86_400_000 ? 3_600_000 : 1_000));
  return `${formatCount(waitsMs.length, 'retry', 'retries')} over ≈ ${durationText(coarse || totalMs)}, each wait varied by ±20 %, then the delivery is dead.`;
}

function RetryPlan({ draft, set, defaultPlan }: DeliveryFieldsProps) {
  const isDefault = draft.retryPlan === null;
  const text = draft.retryPlan ?? defaultPlan.map(durationText).join(', ');
  const waits = readRetryPlan(text, []);
  return (
    <div className="flex flex-col gap-2">
      <DeepField label="Retry plan" name="retry_plan_ms" hint={planInWords(waits)}>
        <Textarea
          mono
          rows={2}
          readOnly={isDefault}
          value={text}
          onChange={(event) => set({ retryPlan: event.target.value })}
          spellCheck={false}
        />
      </DeepField>
      <Checkbox
        label="Default plan"
        checked={isDefault}
        onChange={(on) => set({ retryPlan: on ? null : text })}
      />
    </div>
  );
}

/** What goes there, how fast, and how often it is tried. */
export function DeliveryFields(props: DeliveryFieldsProps) {
  const { draft, set } = props;
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <Field
          label="Calls per second"
          name="rate_per_second"
          optional
          hint="Empty: no limit. Over all workers."
        >
          <Input
            inputMode="decimal"
            value={draft.ratePerSecond}
            placeholder="no limit"
            onChange={(event) => set({ ratePerSecond: event.target.value })}
            autoComplete="off"
          />
        </Field>
        <Field label="At the same time" name="concurrency" hint="Calls in flight, 1 to 100.">
          <Input
            inputMode="numeric"
            value={draft.concurrency}
            onChange={(event) => set({ concurrency: event.target.value })}
            autoComplete="off"
          />
        </Field>
        <Field label="Time limit" name="timeout_ms" hint="Of one attempt, 500 ms to 30 s.">
          <Input
            value={draft.timeout}
            onChange={(event) => set({ timeout: event.target.value })}
            autoComplete="off"
          />
        </Field>
      </div>
      <Checkbox
        label="In the order of each session"
        hint="Events of one session go one after the other, as they were received: one that fails holds up its own session until it is delivered or dead. Those without a session go as they come."
        checked={draft.ordered}
        onChange={(ordered) => set({ ordered })}
      />
      <RetryPlan {...props} />
    </>
  );
}
