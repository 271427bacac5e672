import { expiredPart, goesOn, isExpired, keptDays } from './expiry.ts';
import type { RetentionPreview, RetentionRules, StoredCategory, StoredDay } from './schema.ts';

type Stored = {
  today: string;
  days: readonly { day: string; bytes: number; estimated: boolean }[];
  counts: readonly { day: string; category: string | null; events: number }[];
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const highest = (texts: readonly string[]): string => texts.toSorted().at(-1) ?? '';

/** What the rules make of what is stored. */
export function previewStorage(
  rules: RetentionRules,
  { today, days, counts }: Stored,
): Pick<RetentionPreview, 'days' | 'categories' | 'going'> {
  const judged = counts.map((count) => {
    const kept = keptDays(rules, count.category);
    return { ...count, kept, going: isExpired(count.day, kept, today) ? count.events : 0 };
  });
  const byDay = Map.groupBy(judged, ({ day }) => day);
  const shown = days.map(({ day, bytes, estimated }): StoredDay => {
    const held = byDay.get(day) ?? [];
    const [events, going] = [sum(held.map((one) => one.events)), sum(held.map((one) => one.going))];
    const goes_on = held.length > 0 ? highest(held.map(({ kept }) => goesOn(day, kept))) : null;
    return {
      day,
      events,
      estimated,
      bytes,
      goes_on,
      going,
      whole: goes_on === null ? expiredPart(rules, day, today) !== null : goes_on <= today,
    };
  });
  const categories = [...Map.groupBy(judged, ({ category }) => category)].map(
    ([category, held]): StoredCategory => ({
      category,
      events: sum(held.map((one) => one.events)),
      oldest_day: held.map(({ day }) => day).toSorted()[0] ?? today,
      days: keptDays(rules, category),
      going: sum(held.map((one) => one.going)),
    }),
  );
  const whole = shown.filter((day) => day.whole);
  return {
    days: shown,
    categories: categories.toSorted((a, b) => b.events - a.events),
    going: {
      days: whole.length,
      events: sum(shown.map(({ going }) => going)),
      bytes: sum(whole.map(({ bytes }) => bytes)),
    },
  };
}
