'use client';

import { useId } from 'react';
import { DeepField } from '#components/record/deep-field.tsx';
import { Textarea } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { TEMPLATE_FILTERS, type Template } from '#lib/dispatch/templates/schema.ts';

const FORMATS = [
  { value: 'json', label: 'JSON' },
  { value: 'text', label: 'Text' },
];
const EXAMPLES: Readonly<Record<Template['format'], string>> = {
  json: '{"text": "{{name}} of {{data.user.id | default: \'nobody\'}}", "data": "{{data}}"}',
  text: '{{name | upper}} at {{timestamp | date: "HH:mm"}}',
};

export type TemplateFieldProps = {
  format: Template['format'];
  template: string;
  onChange: (change: { templateFormat?: Template['format']; template?: string }) => void;
};

/** How the body is made of an event, where the kind lets it be made. */
export function TemplateField({ format, template, onChange }: TemplateFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-2">
      <DeepField
        label="Body"
        name="template"
        optional
        hint={
          <>
            Empty: the event as JSON. <code>{'{{path | filter}}'}</code> is filled from the event; in JSON,
            alone in its string, it becomes the value as it is.
          </>
        }
      >
        <Textarea
          mono
          rows={3}
          className="field-sizing-content min-h-20"
          value={template}
          placeholder={EXAMPLES[format]}
          onChange={({ target }) => onChange({ template: target.value })}
          spellCheck={false}
        />
      </DeepField>
      <div className="flex flex-wrap items-center gap-3">
        <Select
          aria-label="Format of the body"
          compact
          className="w-28"
          options={FORMATS}
          value={format}
          onChange={(next) => onChange({ templateFormat: next as Template['format'] })}
        />
        <details className="min-w-0 flex-1 text-sm" aria-labelledby={id}>
          <summary id={id} className="w-fit cursor-pointer text-ink-2">
            Filters
          </summary>
          <ul className="mt-1 flex flex-col gap-0.5 text-ink-2 text-xs">
            {TEMPLATE_FILTERS.map(({ name, does }) => (
              <li key={name}>
                <code className="text-ink">{name}</code> {does}
              </li>
            ))}
          </ul>
        </details>
      </div>
    </div>
  );
}
