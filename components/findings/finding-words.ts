import type { ClosingReason, FindingStep } from '#lib/findings/schema.ts';

export const REASON_WORDS: Record<ClosingReason, string> = {
  remediated: 'Remediated',
  false_positive: 'False positive',
  used_in_tests: 'Used in tests',
  accepted_risk: 'Accepted risk',
};

const STATE_WORDS: Record<string, string> = { open: 'open', in_review: 'in review', closed: 'closed' };

/** A state with its reason, as a sentence goes on: "closed as false positive". */
export function reviewWords(review: { state?: string | null; reason?: string | null } | null): string {
  const state = STATE_WORDS[review?.state ?? ''] ?? 'changed';
  const reason = REASON_WORDS[(review?.reason ?? '') as ClosingReason];
  return reason === undefined ? state : `${state} as ${reason.toLowerCase()}`;
}

/** What happened, after the name of whoever did it. */
export function stepWords({ kind, after }: FindingStep): string {
  if (kind === 'decided') return `set it to ${reviewWords(after)}`;
  if (kind === 'undone') return `took the decision back: it is ${reviewWords(after)} again`;
  if (kind === 'commented') return 'commented';
  if (kind === 'revealed') return 'revealed the value';
  return 'opened it again: the value was seen once more';
}
