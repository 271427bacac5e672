'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import { useSettled } from '#components/ui/use-settled.ts';
import type { PatternCostResult } from '#lib/dlp/schema.ts';
import { inputOf, type PatternDraft } from './pattern-draft.ts';

/** A measure takes the machine's time: only what stands still for a while is measured. */
const TYPING_MS = 1_000;

/** What the draft would cost; undefined while nobody knows, or may ask. */
export function usePatternCost(draft: PatternDraft, mayAsk: boolean): PatternCostResult | undefined {
  const { name, description, enabled, state, ...pattern } = inputOf(draft);
  const asked = useSettled(JSON.stringify({ pattern }), TYPING_MS);
  const query = useQuery<PatternCostResult, ApiProblem>({
    queryKey: ['pattern-cost', asked],
    queryFn: ({ signal }) =>
      apiFetch<PatternCostResult>('/patterns/cost', { method: 'POST', body: JSON.parse(asked), signal }),
    enabled: mayAsk && draft.regex !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  return query.error ? undefined : query.data;
}
