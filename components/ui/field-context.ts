'use client';

import { createContext, useContext } from 'react';

export type FieldWiring = {
  id: string;
  name: string | undefined;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
};

export const FieldContext = createContext<FieldWiring | null>(null);

/** What a control inside a Field has to wear so that label, hint and error belong to it. */
export function useFieldWiring(): {
  id?: string;
  name?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
} {
  const field = useContext(FieldContext);
  if (!field) return {};
  return {
    id: field.id,
    ...(field.name ? { name: field.name } : {}),
    ...(field.describedBy ? { 'aria-describedby': field.describedBy } : {}),
    ...(field.invalid ? { 'aria-invalid': true as const } : {}),
    ...(field.required ? { 'aria-required': true as const } : {}),
  };
}

/** Path of a fault as the API names it -> what is wrong there. Filled by Form. */
export const FaultsContext = createContext<ReadonlyMap<string, string>>(new Map());

export function useFault(path: string | undefined): string | undefined {
  const faults = useContext(FaultsContext);
  return path === undefined ? undefined : faults.get(path);
}
