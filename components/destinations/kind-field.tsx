'use client';

import { RadioCards } from '#components/ui/radio-cards.tsx';
import type { DestinationKind } from '#lib/dispatch/destinations/schema.ts';
import { KIND_GROUPS, KIND_WORDS } from './kinds.ts';

const KINDS = Object.entries(KIND_WORDS) as [DestinationKind, (typeof KIND_WORDS)[DestinationKind]][];

const GROUPS = Object.entries(KIND_GROUPS).flatMap(([group, legend]) => {
  const kinds = KINDS.filter(([, words]) => words.group === group);
  const options = kinds.map(([value, { word, hint, icon }]) => ({ value, label: word, hint, icon }));
  return options.length === 0 ? [] : [{ legend, options }];
});

/** Chosen once: a destination keeps its kind. */
export function KindField({
  kind,
  onChange,
}: {
  kind: DestinationKind;
  onChange: (kind: DestinationKind) => void;
}) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-medium text-sm">Kind</legend>
      {GROUPS.map(({ legend, options }) => (
        <RadioCards
          key={legend}
          quiet
          legend={legend}
          name="kind"
          options={options}
          value={kind}
          onChange={onChange}
          className="sm:grid-cols-2"
        />
      ))}
    </fieldset>
  );
}
