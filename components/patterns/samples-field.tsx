'use client';

import { Check, CircleX, Plus, Trash2 } from 'lucide-react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { useFault } from '#components/ui/field-context.ts';
import { Textarea } from '#components/ui/input.tsx';

export type SamplesFieldProps = {
  /** Path of the list: "samples.match". */
  name: string;
  title: string;
  hint: string;
  texts: readonly string[];
  onChange: (texts: string[]) => void;
  /** Whether the pattern, as it is written now, finds this text; undefined while that is not known. */
  found: (text: string) => boolean | undefined;
  expected: boolean;
};

type ResultProps = { path: string; found: boolean | undefined; expected: boolean };

function Result({ path, found, expected }: ResultProps) {
  const refused = useFault(path) !== undefined;
  const right = found === expected;
  // A refused save has said the same just above.
  if (found === undefined || (refused && !right)) return null;
  const Icon = right ? Check : CircleX;
  return (
    <span className={`flex items-center gap-1 text-xs ${right ? 'text-pass-text' : 'text-block-text'}`}>
      <Icon size={12} aria-hidden />
      {found ? 'Found' : 'Not found'}
      {right ? '' : expected ? ', and has to be' : ', and must not be'}
    </span>
  );
}

/** Texts kept with the pattern and tried at each save. */
export function SamplesField(props: SamplesFieldProps) {
  const { name, title, hint, texts, onChange, found, expected } = props;
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="font-medium text-sm">{title}</legend>
      <p className="text-ink-3 text-xs">{hint}</p>
      {texts.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a sample has no other name than its place
        <div key={index} className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            <Field
              label={<span className="sr-only">{`${title}, sample ${index + 1}`}</span>}
              name={`${name}[${index}]`}
            >
              <Textarea
                mono
                rows={1}
                maxLength={4000}
                spellCheck={false}
                className="field-sizing-content min-h-control"
                value={text}
                onChange={(event) => onChange(texts.with(index, event.target.value))}
              />
            </Field>
            {text === '' ? null : (
              <Result path={`${name}[${index}]`} found={found(text)} expected={expected} />
            )}
          </div>
          <IconButton
            icon={Trash2}
            label={`Remove sample ${index + 1}`}
            disabledReason={texts.length === 1 && text === '' ? 'There is nothing to remove' : null}
            onClick={() => {
              const left = texts.toSpliced(index, 1);
              onChange(left.length === 0 ? [''] : left);
            }}
          />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          icon={Plus}
          disabledReason={
            texts.length >= 50
              ? 'There are 50, the most a pattern keeps'
              : texts.includes('')
                ? 'Fill in the empty one first'
                : null
          }
          onClick={() => onChange([...texts, ''])}
        >
          Add sample
        </Button>
      </div>
    </fieldset>
  );
}
