import { expect, test } from 'vitest';
import {
  isUnderWay,
  itemsText,
  leftMs,
  progressText,
  shareOf,
} from '#components/bulk-operations/bulk-words.ts';
import type { BulkOperation } from '#lib/bulk-operations/schema.ts';

const operation = (rest: Partial<BulkOperation>): BulkOperation =>
  ({
    ...{ kind: 'retry', target: 'deliveries', state: 'running', rate_per_second: 20, total: 400 },
    ...{ done: 90, skipped: 8, failed: 2 },
    ...rest,
  }) as BulkOperation;

test('progress counts what was done, passed over and failed, and is whole at the end alone', () => {
  expect(progressText(operation({}))).toBe('100 of 400 deliveries');
  expect(shareOf(operation({}))).toBe(0.25);
  expect(shareOf(operation({ done: 500 }))).toBe(0.99);
  expect(shareOf(operation({ done: 1, total: 400, state: 'done' }))).toBe(1);
  expect(shareOf(operation({ done: 0, skipped: 0, failed: 0, total: 0 }))).toBe(0);
  expect(progressText(operation({ state: 'done', done: 7, skipped: 0, failed: 0 }))).toBe('7 deliveries');
  expect(progressText(operation({ state: 'planned', total: 1 }))).toBe('1 delivery');
});

test('what is left takes as long as the rate says, and never less than nothing', () => {
  expect(leftMs(operation({}))).toBe(15_000);
  expect(leftMs(operation({ done: 900 }))).toBe(0);
});

test('items are named by what they are', () => {
  expect(itemsText('events', 1)).toBe('1 event');
  expect(itemsText('deliveries', 1_200)).toBe('1,200 deliveries');
  expect(isUnderWay({ state: 'paused' })).toBe(true);
  expect(isUnderWay({ state: 'cancelled' })).toBe(false);
});
