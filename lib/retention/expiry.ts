import type { RetentionRules } from './schema.ts';

const DAY_MS = 86_400_000;

/** The day of a moment by UTC: YYYY-MM-DD. Texts of days sort as the days do. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string =>
  dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS));

/** The day on which events go that were received on `day` and are kept for so many whole days after it. */
export const goesOn = (day: string, keptDays: number): string => addDays(day, keptDays + 1);

export const isExpired = (day: string, keptDays: number, today: string): boolean =>
  goesOn(day, keptDays) <= today;

/** How long events of a category are kept; null stands for one without a rule. */
export function keptDays({ default_days, rules }: RetentionRules, category: string | null): number {
  return rules.find((rule) => rule.category === category)?.days ?? default_days;
}

/**
 * Which categories of a day have expired: those that are listed, or all but those. A day that nothing can have
 * expired of has null.
 */
export type ExpiredPart = { listed: 'expired' | 'kept'; categories: string[] };

export function expiredPart(rules: RetentionRules, day: string, today: string): ExpiredPart | null {
  const others = isExpired(day, rules.default_days, today);
  const categories = rules.rules
    .filter((rule) => isExpired(day, rule.days, today) !== others)
    .map(({ category }) => category);
  if (!others && categories.length === 0) return null;
  return { listed: others ? 'kept' : 'expired', categories };
}
