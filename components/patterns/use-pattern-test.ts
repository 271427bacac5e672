'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import { useSettled } from '#components/ui/use-settled.ts';
import type { PatternTestResult } from '#lib/dlp/schema.ts';
import { inputOf, type PatternDraft } from './pattern-draft.ts';

const TYPING_MS = 200;

export type PatternTestState = {
  /** Of the text it was tried on, which may be a few letters behind the one being typed. */
  tried: { text: string; result: PatternTestResult } | null;
  /** Path -> what is wrong with the pattern itself. */
  faults: ReadonlyMap<string, string>;
  /** The try itself failed. */
  error: ApiProblem | null;
  isTrying: boolean;
  retry: () => void;
};

const isFaultOfPattern = (error: ApiProblem) => error.status === 422 || error.status === 400;

/** Tries an unsaved pattern on a text while both are being written. */
export function usePatternTest(draft: PatternDraft, text: string): PatternTestState {
  const { name, description, enabled, state, ...definition } = inputOf(draft);
  const asked = useSettled(JSON.stringify({ pattern: definition, text }), TYPING_MS);
  const query = useQuery<{ text: string; result: PatternTestResult }, ApiProblem>({
    queryKey: ['pattern-test', asked],
    queryFn: async ({ signal }) => {
      const body = JSON.parse(asked) as { text: string };
      return {
        text: body.text,
        result: await apiFetch<PatternTestResult>('/patterns/test', { method: 'POST', body, signal }),
      };
    },
    enabled: draft.regex !== '',
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  const refused = query.error && isFaultOfPattern(query.error) ? query.error : null;
  const faults = new Map(
    (refused?.errors ?? [])
      .toReversed()
      .map(({ path, message }) => [path.replace(/^pattern\./, ''), message]),
  );
  return {
    tried: draft.regex === '' || query.error ? null : (query.data ?? null),
    faults: draft.regex === '' ? new Map() : faults,
    error: query.error && !refused ? query.error : null,
    isTrying: query.isFetching,
    retry: () => void query.refetch(),
  };
}
