const STEPS = [1, 2, 5];
const MOST_STEPS = 4;

/** Where a count axis is labelled: round numbers from zero to the first one that reaches `highest`. */
export function countTicks(highest: number): number[] {
  const top = Math.max(highest, MOST_STEPS);
  let step = 1;
  for (let power = 1; step * MOST_STEPS < top; power *= 10) {
    step = STEPS.map((one) => one * power).find((one) => one * MOST_STEPS >= top) ?? power * 10;
  }
  return Array.from({ length: Math.ceil(top / step) + 1 }, (_, index) => index * step);
}
