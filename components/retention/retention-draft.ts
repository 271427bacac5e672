import type { Retention, RetentionPreview, RetentionRules } from '#lib/retention/schema.ts';

/** A rule as it stands in the form; `id` tells rows apart while their categories are being typed. */
export type RuleDraft = { id: number; category: string; days: string };
export type RetentionDraft = { defaultDays: string; rules: readonly RuleDraft[] };

export const draftOf = ({ default_days, rules }: Retention): RetentionDraft => ({
  defaultDays: String(default_days),
  rules: rules.map(({ category, days }, id) => ({ id, category, days: String(days) })),
});

/** Empty stays what it is: it is no number, and not zero. */
const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));

/** What is sent, as far as it can be read; the schema says what is wrong with it. */
export const inputOf = ({ defaultDays, rules }: RetentionDraft) => ({
  default_days: numberOf(defaultDays),
  rules: rules.map(({ category, days }) => ({ category, days: numberOf(days) })),
});

export const withRule = (draft: RetentionDraft, category: string): RetentionDraft => {
  const id = Math.max(-1, ...draft.rules.map((rule) => rule.id)) + 1;
  return { ...draft, rules: [...draft.rules, { id, category, days: draft.defaultDays }] };
};

const daysOf = ({ default_days, rules }: RetentionRules, category: string | null): number =>
  rules.find((rule) => rule.category === category)?.days ?? default_days;

/** Whether the events of any category are kept for less time than before. */
export function shortens(before: RetentionRules, after: RetentionRules): boolean {
  const named = [...before.rules, ...after.rules].map(({ category }) => category);
  return [null, ...named].some((category) => daysOf(after, category) < daysOf(before, category));
}

/**
 * Whether saving deletes something that would stay otherwise. An estimate may have missed a small category: then any
 * rule that shortens counts.
 */
export function deletesMore(was: RetentionPreview, will: RetentionPreview): boolean {
  return will.estimated || will.going.events > was.going.events;
}
