import { expect, test } from 'vitest';
import { traceRows, traceSpanMs } from '#components/events/trace-rows.tsx';
import type { Attempt, Delivery } from '#lib/dispatch/schema.ts';
import type { TraceStep } from '#lib/events/schema.ts';

const step = (name: string, at: string, fields: Partial<TraceStep> = {}): TraceStep => ({
  step: name,
  at,
  duration_ms: 4,
  outcome: 'ok',
  detail: null,
  ...fields,
});

const attempt = (fields: Partial<Attempt>): Attempt => ({
  number: 1,
  at: '2026-11-21T10:00:01.000Z',
  duration_ms: 120,
  outcome: 'refused',
  status_code: 503,
  error: null,
  response: null,
  request: null,
  next_attempt_at: null,
  ...fields,
});

const delivery = (fields: Partial<Delivery>): Delivery => ({
  id: 'd-1',
  event_id: 'e-1',
  destination_id: 'x-1',
  destination: 'Billing',
  kind: 'http',
  status: 'pending',
  reason: null,
  attempt_count: 1,
  next_attempt_at: null,
  created_at: '2026-11-21T10:00:00.500Z',
  finished_at: null,
  attempts: [],
  ...fields,
});

const TRACE = [
  step('received', '2026-11-21T10:00:00.000Z', { duration_ms: null }),
  step('enriched', '2026-11-21T10:00:00.030Z'),
  step('decided', '2026-11-21T10:00:00.040Z', { outcome: 'redact' }),
  step('attempted', '2026-11-21T10:00:01.000Z', { duration_ms: 120 }),
];

test('the wait between receipt and work is a row of its own, attempts stand with their delivery', () => {
  const rows = traceRows(TRACE, [delivery({ attempts: [attempt({})] })], 'UTC');
  expect(rows.map((row) => row.id)).toEqual(['received', 'queued', 'enriched', 'decided', 'd-1']);
  expect(rows[1]?.bars[0]).toMatchObject({ durationMs: 30 });
  expect(rows[3]?.bars[0]?.tone).toBe('redact');
});

test('a delivery has a bar for each attempt and announces the next one', () => {
  const nextAt = '2026-11-21T10:05:00.000Z';
  const attempts = [attempt({}), attempt({ number: 2, outcome: 'timed_out', status_code: null })];
  const [row] = traceRows([], [delivery({ attempts, next_attempt_at: nextAt })], 'UTC');
  expect(row?.bars.map((bar) => bar.label)).toEqual([
    'Attempt 1: refused with 503 in 120 ms',
    'Attempt 2: timed out in 120 ms',
  ]);
  expect(row?.detail).toBe('2 attempts, the last timed out');
  expect(row?.nextAt).toBe(nextAt);
});

test('a withheld delivery says why and has no bar', () => {
  const [row] = traceRows(
    [],
    [delivery({ status: 'withheld', reason: 'The scan blocked this event.' })],
    'UTC',
  );
  expect(row?.bars).toEqual([]);
  expect(row?.detail).toBe('Withheld: The scan blocked this event.');
});

test('an event that was only received has one row and no wait', () => {
  expect(traceRows(TRACE.slice(0, 1), [], 'UTC').map((row) => row.id)).toEqual(['received']);
});

test('the span runs from the receipt to the end of the last thing done', () => {
  expect(traceSpanMs(TRACE)).toBe(1120);
  expect(traceSpanMs([])).toBe(0);
});
