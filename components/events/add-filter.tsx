'use client';

import { Popover } from '@base-ui/react/popover';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { buttonClass } from '#components/ui/button-class.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { choicesOf, DATA_PREFIX, EXACT_FIELDS, type ExactFilter, exactValue } from './exact-filters.ts';

const CONTENT = 'content';

const FIELDS = [
  ...EXACT_FIELDS.map(({ key, label }) => ({ value: key, label })),
  { value: CONTENT, label: 'Value in the content' },
];

export type AddFilterProps = {
  onAdd: (filter: ExactFilter) => void;
  clients: readonly { value: string; label: string }[];
  sources: readonly { value: string; label: string }[];
};

/** Narrows the list to one exact value of a field, or of a place in the content. */
export function AddFilter({ onAdd, clients, sources }: AddFilterProps) {
  const [open, setOpen] = useState(false);
  const [field, setField] = useState('category');
  const [fault, setFault] = useState<{ path?: string; value?: string }>({});
  const named: Partial<Record<string, AddFilterProps['clients']>> = { client: clients, source: sources };
  const choices =
    named[field] ?? (choicesOf(field) ?? []).map((value) => ({ value, label: exactValue(field, value) }));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const path = String(fields.get('path') ?? '')
      .trim()
      .replace(/^data\./, '');
    const value = String(fields.get('value') ?? '').trim();
    if (field === CONTENT && path === '') return setFault({ path: 'Name the place: order.total' });
    if (value === '') return setFault({ value: 'Enter the value it has to be' });
    setFault({});
    setOpen(false);
    onAdd({ key: field === CONTENT ? `${DATA_PREFIX}${path}` : field, value });
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={buttonClass('ghost', { size: 'sm' })}>
        <Plus size={16} aria-hidden />
        Filter
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start" collisionPadding={8} className="z-float">
          <Popover.Popup
            aria-label="Add a filter"
            className="w-72 max-w-[calc(100vw-1rem)] rounded-panel bg-raised p-4 shadow-float outline-none"
          >
            <form noValidate onSubmit={submit} className="flex flex-col gap-3">
              <Field label="Field" name="field">
                <Select options={FIELDS} value={field} onChange={setField} />
              </Field>
              {field === CONTENT ? (
                <Field
                  label="Place"
                  name="path"
                  error={fault.path}
                  hint="Dotted, numbers for places in a list"
                >
                  <Input mono placeholder="items.0.price" autoComplete="off" spellCheck={false} />
                </Field>
              ) : null}
              <Field key={field} label="Is exactly" name="value" error={fault.value}>
                {choices.length > 0 ? (
                  <Select options={choices} defaultValue={choices[0]?.value} />
                ) : (
                  <Input
                    mono
                    autoComplete="off"
                    spellCheck={false}
                    placeholder={EXACT_FIELDS.find(({ key }) => key === field)?.placeholder ?? ''}
                  />
                )}
              </Field>
              <Button type="submit" variant="primary">
                Add filter
              </Button>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
