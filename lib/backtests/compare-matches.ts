import type { Difference } from './schema.ts';

/** Where a match stands in its event. */
export type Stretch = { slot: number; inKey: boolean; start: number; end: number };

const overlaps = (a: Stretch, b: Stretch): boolean => a.start < b.end && b.start < a.end;
const textOf = ({ slot, inKey }: Stretch): string => `${slot} ${inKey}`;

/** For each stretch whether one of the others shares a character with it. */
function haveOverlap(stretches: readonly Stretch[], others: readonly Stretch[]): boolean[] {
  const byText = Map.groupBy(
    others.toSorted((a, b) => a.start - b.start),
    textOf,
  );
  const reach = new Map<string, number[]>();
  for (const [text, sorted] of byText) {
    let furthest = 0;
    reach.set(
      text,
      sorted.map(({ end }) => (furthest = Math.max(furthest, end))),
    );
  }
  return stretches.map((stretch) => {
    const sorted = byText.get(textOf(stretch)) ?? [];
    const before = countBefore(sorted, stretch.end);
    const last = sorted[before - 1];
    return (
      last !== undefined &&
      (overlaps(last, stretch) || (reach.get(textOf(stretch))?.[before - 1] ?? 0) > stretch.start)
    );
  });
}

/** How many of the sorted begin before `end`. */
function countBefore(sorted: readonly Stretch[], end: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as Stretch).start < end) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * What changes for one event: a match is the same when the other side found something at the same place, be it a little
 * longer or shorter.
 */
export function compareMatches<T extends Stretch>(
  tested: readonly T[],
  baseline: readonly T[],
): Record<Difference, T[]> {
  const kept = haveOverlap(tested, baseline);
  const held = haveOverlap(baseline, tested);
  return {
    new: tested.filter((_, i) => !kept[i]),
    same: tested.filter((_, i) => kept[i]),
    lost: baseline.filter((_, i) => !held[i]),
  };
}
