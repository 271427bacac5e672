import { describe, expect, it } from 'vitest';
import { answerTimes } from '#lib/dispatch/counts/answer-times.ts';

/** So many answers in each of these ranges of the histogram. */
const histogram = (ranges: Record<number, number>): number[] =>
  Array.from({ length: 25 }, (_, i) => ranges[i] ?? 0);

describe('times of answers', () => {
  it('are unknown without an answer', () => {
    expect(answerTimes([])).toBeNull();
    expect(answerTimes(histogram({}))).toBeNull();
  });

  it('lie inside the range in which that share of the answers is reached', () => {
    // 90 between 20 and 30 ms, 10 between 300 and 500 ms.
    expect(answerTimes(histogram({ 5: 90, 12: 10 }))).toEqual({ p50: 26, p95: 400 });
  });

  it('are those of the only range there is', () => {
    expect(answerTimes(histogram({ 0: 1 }))).toEqual({ p50: 1, p95: 2 });
  });

  it('end at the last bound', () => {
    expect(answerTimes(histogram({ 24: 3 }))).toEqual({ p50: 30_000, p95: 30_000 });
  });
});
