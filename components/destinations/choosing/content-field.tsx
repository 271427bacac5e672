'use client';

import { Eye, EyeOff } from 'lucide-react';
import { RadioCards } from '#components/ui/radio-cards.tsx';
import type { Form } from '#lib/dispatch/choosing/schema.ts';

const OPTIONS = [
  {
    value: 'redacted',
    label: 'Redacted',
    hint: 'What the scan caught is masked. Filter and template see the same.',
    icon: EyeOff,
  },
  {
    value: 'whole',
    label: 'Whole',
    hint: 'Redacted events go out as they came. Blocked ones are withheld all the same.',
    icon: Eye,
  },
] as const;

export type ContentFieldProps = {
  form: Form;
  onChange: (form: Form) => void;
  /** Holds destinations:unmasked and findings:reveal. */
  mayUnmask: boolean;
};

/** Whether a destination gets what the scan caught. */
export function ContentField({ form, onChange, mayUnmask }: ContentFieldProps) {
  if (mayUnmask || form === 'whole') {
    return (
      <div className="flex flex-col gap-1">
        <RadioCards legend="Content" name="form" options={OPTIONS} value={form} onChange={onChange} />
        {mayUnmask ? null : (
          <p className="text-ink-3 text-xs">
            It gets whole content: where it goes and which events is changed by holders of
            destinations:unmasked and findings:reveal alone. Set back to redacted, it can be changed by you.
          </p>
        )}
      </div>
    );
  }
  return (
    <p className="text-ink-2 text-sm">
      It gets redacted content: what the scan caught is masked. Whole content is set by holders of
      destinations:unmasked and findings:reveal.
    </p>
  );
}
