'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ApiFault, type ApiProblem, apiFetch } from '#components/ui/api.ts';
import { useSettled } from '#components/ui/use-settled.ts';
import type { ChoiceTrialResult } from '#lib/dispatch/choosing/schema.ts';
import { TEMPLATE_KINDS } from '#lib/dispatch/destinations/schema.ts';
import { type DestinationDraft, inputOf } from '../destination-draft.ts';

const TYPING_MS = 300;

export type ChoiceTrialState = {
  result: ChoiceTrialResult | null;
  /** What is wrong with filter or template themselves. */
  faults: readonly ApiFault[];
  /** The try itself failed. */
  error: ApiProblem | null;
  isTrying: boolean;
  retry: () => void;
};

/** Null for `eventId`: there is none, so an invented one is tried. Undefined: not known yet. */
export type TriedOn = { eventId: string | null | undefined; exact: boolean };

const isFaultOfDraft = ({ status, errors }: ApiProblem): boolean =>
  (status === 422 || status === 400) && errors.length > 0;

function trialOf(draft: DestinationDraft, { eventId, exact }: TriedOn) {
  const { input, faults } = inputOf(draft);
  const own = faults.filter(({ path }) => path === 'filter' || path.startsWith('template'));
  const trial = {
    filter: input.filter,
    form: draft.form,
    template: input.template,
    kind: draft.kind,
    // Only kinds that make their body by their settings are asked with them.
    ...(TEMPLATE_KINDS.has(draft.kind) ? {} : { config: input.config }),
    ...(eventId ? { event_id: eventId } : { sample: {} }),
    masked: !exact,
  };
  return { faults: own, body: JSON.stringify(trial) };
}

/** Tries the settings as they are written; an answer is a moment behind. */
export function useChoiceTrial(draft: DestinationDraft, on: TriedOn): ChoiceTrialState {
  const { faults, body } = trialOf(draft, on);
  const asked = useSettled(body, TYPING_MS);
  const query = useQuery<ChoiceTrialResult, ApiProblem>({
    queryKey: ['choice-trial', asked],
    queryFn: ({ signal }) =>
      apiFetch<ChoiceTrialResult>('/destinations/try', { method: 'POST', body: JSON.parse(asked), signal }),
    enabled: faults.length === 0 && on.eventId !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  const refused = query.error && isFaultOfDraft(query.error) ? query.error : null;
  return {
    result: faults.length > 0 || query.error ? null : (query.data ?? null),
    faults: faults.length > 0 ? faults : (refused?.errors ?? []),
    error: query.error && !refused ? query.error : null,
    isTrying: query.isFetching,
    retry: () => void query.refetch(),
  };
}
