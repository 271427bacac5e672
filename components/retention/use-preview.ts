'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import { type RetentionPreview, RetentionRules } from '#lib/retention/schema.ts';
import { inputOf, type RetentionDraft } from './retention-draft.ts';

const TYPING_MS = 400;

export const fetchPreview = (rules: RetentionRules, signal?: AbortSignal): Promise<RetentionPreview> =>
  apiFetch<RetentionPreview>('/retention/preview', {
    method: 'POST',
    body: rules,
    ...(signal ? { signal } : {}),
  });

/** What the rules that are being typed would do: asked for once they can be read and typing pauses. */
export function usePreview(draft: RetentionDraft) {
  const typed = RetentionRules.safeParse(inputOf(draft));
  const text = typed.success ? JSON.stringify(typed.data) : null;
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    if (text === null || text === asked) return;
    const timer = setTimeout(() => setAsked(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, asked]);
  const query = useQuery<RetentionPreview, ApiProblem>({
    queryKey: ['record', '/retention', `/preview ${asked}`],
    queryFn: ({ signal }) => fetchPreview(JSON.parse(asked ?? '') as RetentionRules, signal),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  /** The figures belong to rules that are no longer in the form. */
  const isBehind = text === null || text !== asked || query.isPlaceholderData;
  return { ...query, isBehind };
}
