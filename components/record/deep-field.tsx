'use client';

import { type ReactNode, useContext } from 'react';
import { Field, type FieldProps } from '#components/ui/field.tsx';
import { FaultsContext } from '#components/ui/field-context.ts';

/** The first fault at `name` or inside it, with the place inside it: `filter.or[1].x` is "or[1].x: …" at `filter`. */
function useFaultInside(name: string): string | undefined {
  const faults = useContext(FaultsContext);
  const own = faults.get(name);
  if (own !== undefined) return own;
  for (const [path, message] of faults) {
    if (path.startsWith(`${name}.`) || path.startsWith(`${name}[`)) {
      return `${path.slice(name.length).replace(/^\./, '')}: ${message}`;
    }
  }
  return undefined;
}

/** A Field whose value has places of its own: a list, a record, a piece of JSON. */
export function DeepField({ name, error, ...rest }: FieldProps & { name: string; children: ReactNode }) {
  const inside = useFaultInside(name);
  return <Field {...rest} name={name} error={error ?? inside} />;
}
