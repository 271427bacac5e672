'use client';

import { Field } from '#components/ui/field.tsx';
import { FormSection } from '#components/ui/form-page.tsx';
import { Select } from '#components/ui/select.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import type { MaskStyle, PatternAction, PatternState, Severity } from '#lib/dlp/schema.ts';
import type { PatternDraft, SetDraft } from './pattern-draft.ts';
import { ACTION_WORDS, MASK_WORDS, optionsOf, SEVERITY_LABELS, STATE_WORDS } from './words.ts';

const SEVERITY_OPTIONS = Object.entries(SEVERITY_LABELS).map(([value, label]) => ({ value, label }));
const LEVELS = ['1 – a guess', '2', '3', '4', '5 – certain'].map((label, index) => ({
  value: String(index + 1),
  label,
}));

/** What the pattern causes when it finds something. */
export function ActingFields({ draft, set }: { draft: PatternDraft; set: SetDraft }) {
  const actsLess = draft.state !== 'enforcing' && draft.action !== 'log';
  return (
    <FormSection title="What happens then">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Severity" name="severity">
          <Select
            options={SEVERITY_OPTIONS}
            value={draft.severity}
            onChange={(value) => set({ severity: value as Severity })}
          />
        </Field>
        <Field label="Action" name="action" hint={ACTION_WORDS[draft.action].hint}>
          <Select
            options={optionsOf(ACTION_WORDS)}
            value={draft.action}
            onChange={(value) => set({ action: value as PatternAction })}
          />
        </Field>
        <Field
          label="State"
          name="state"
          hint={`${STATE_WORDS[draft.state].hint}${actsLess && draft.state === 'alerting' ? `: no ${draft.action} yet` : ''}`}
        >
          <Select
            options={optionsOf(STATE_WORDS)}
            value={draft.state}
            onChange={(value) => set({ state: value as PatternState })}
          />
        </Field>
        <Field label="Mask" name="mask" hint="What stays readable, never more than a quarter">
          <Select
            options={optionsOf(MASK_WORDS)}
            value={draft.mask}
            onChange={(value) => set({ mask: value as MaskStyle })}
          />
        </Field>
        <Field label="Confidence of a bare match" name="confidence" hint="Validators and context move it">
          <Select
            options={LEVELS}
            value={String(draft.confidence)}
            onChange={(value) => set({ confidence: Number(value) })}
          />
        </Field>
        <Field label="Acts from confidence" name="min_confidence" hint="Below it a match is recorded only">
          <Select
            options={LEVELS}
            value={String(draft.min_confidence)}
            onChange={(value) => set({ min_confidence: Number(value) })}
          />
        </Field>
      </div>
      <Checkbox
        label="Enabled"
        hint="Off, it looks at nothing."
        checked={draft.enabled}
        onChange={(enabled) => set({ enabled })}
      />
    </FormSection>
  );
}
