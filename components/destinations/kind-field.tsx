'use client';

import { RadioCards } from '#components/ui/radio-cards.tsx';
import { DESTINATION_KINDS, type DestinationKind } from '#lib/dispatch/destinations/schema.ts';
import { KIND_WORDS } from './kinds.ts';

const ORDER = Object.keys(KIND_WORDS).filter((kind) =>
  (DESTINATION_KINDS as readonly string[]).includes(kind),
) as DestinationKind[];

const OPTIONS = ORDER.map((kind) => {
  const { word, hint, icon } = KIND_WORDS[kind];
  return { value: kind, label: word, hint, icon };
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
    <RadioCards
      legend="Kind"
      name="kind"
      options={OPTIONS}
      value={kind}
      onChange={onChange}
      className="sm:grid-cols-3"
    />
  );
}
