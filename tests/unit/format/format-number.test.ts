import { expect, test } from 'vitest';
import { formatBytes, formatChange, formatCount, formatPercent } from '#lib/format/format-number.ts';

test('a share that is not nothing never reads as 0 %, nor as all', () => {
  expect(formatPercent(0)).toBe('0 %');
  expect(formatPercent(0.0004)).toBe('< 0.1 %');
  expect(formatPercent(0.034)).toBe('3.4 %');
  expect(formatPercent(0.9996)).toBe('> 99.9 %');
  expect(formatPercent(1)).toBe('100 %');
});

test('a change names its direction, and says so when there was nothing to compare with', () => {
  expect(formatChange(112, 100)).toBe('+12 %');
  expect(formatChange(76, 100)).toBe('−24 %');
  expect(formatChange(5, 0)).toBe('new');
  expect(formatChange(0, 0)).toBe('unchanged');
  expect(formatChange(2400, 100)).toBe('×24');
});

test('sizes are powers of 1,024', () => {
  expect(formatBytes(0)).toBe('0 B');
  expect(formatBytes(1536)).toBe('1.5 KiB');
  expect(formatBytes(25 * 1024 * 1024)).toBe('25 MiB');
});

test('counts are grouped and agree with their noun', () => {
  expect(formatCount(1, 'event')).toBe('1 event');
  expect(formatCount(2310, 'event')).toBe('2,310 events');
  expect(formatCount(3, 'delivery', 'deliveries')).toBe('3 deliveries');
});
