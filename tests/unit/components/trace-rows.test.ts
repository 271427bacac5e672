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
  held: null,
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
  const rows = traceRows(TRACE, [delivery({ attempts: [attempt({})] })], { zone: 'UTC' });
  expect(rows.map((row) => row.id)).toEqual(['received', 'queued', 'enriched', 'decided', 'd-1']);
  expect(rows[1]?.bars[0]).toMatchObject({ durationMs: 30 });
  expect(rows[3]?.bars[0]?.tone).toBe('redact');
});

test('a delivery has a bar for each attempt and announces the next one', () => {
  const nextAt = '2026-11-21T10:05:00.000Z';
  const attempts = [attempt({}), attempt({ number: 2, outcome: 'timed_out', status_code: null })];
  const [row] = traceRows([], [delivery({ attempts, next_attempt_at: nextAt })], { zone: 'UTC' });
  expect(row?.bars.map((bar) => bar.label)).toEqual([
    'Attempt 1: refused with 503 in 120 ms',
    'Attempt 2: timed out in 120 ms',
  ]);
  expect(row?.detail).toBe('2 attempts, the last timed out');
  expect(row?.nextAt).toBe(nextAt);
});

const RETRIED = [
  attempt({}),
  attempt({
    number: 2,
    at: '2026-11-21T10:00:06.120Z',
    duration_ms: 30,
    outcome: 'unreachable',
    status_code: null,
  }),
  attempt({ number: 3, at: '2026-11-21T10:05:00.000Z', outcome: 'delivered', status_code: 200 }),
];

test('further attempts are rows below their delivery, with what each ended with and how long it waited', () => {
  const rows = traceRows([], [delivery({ status: 'delivered', attempts: RETRIED })], { zone: 'UTC' });
  expect(rows.map(({ label, mark, note, child }) => [label, mark?.text, mark?.tone, note, child])).toEqual([
    ['Billing', undefined, undefined, undefined, undefined],
    ['Attempt 1', '503', 'block', undefined, true],
    ['Attempt 2', 'not reached', 'block', 'after 5 s', true],
    ['Attempt 3', '200', 'pass', expect.stringMatching(/^after 4 min/), true],
  ]);
  expect(rows[0]?.waits?.map(({ durationMs }) => durationMs)).toEqual([5_000, 293_850]);
  expect(rows[2]?.waits).toMatchObject([
    { at: '2026-11-21T10:00:01.120Z', durationMs: 5_000, label: 'Waited 5 s for attempt 2' },
  ]);
});

test('a row of an attempt opens it, the row of the delivery where there is only one', () => {
  const opened: unknown[] = [];
  const onAttempt = (...which: unknown[]) => opened.push(which);
  const open = (attempts: Attempt[]) => {
    const rows = traceRows([], [delivery({ attempts })], { zone: 'UTC', onAttempt });
    return rows.map((row) => row.open);
  };
  const [only] = open([attempt({})]);
  expect(only?.label).toBe('Attempt 1 to Billing: refused with 503. Open details');
  only?.run();
  const [none, ...each] = open(RETRIED);
  expect(none).toBeUndefined();
  each[2]?.run();
  expect(opened).toEqual([
    ['d-1', 1],
    ['d-1', 3],
  ]);
  expect(open([])).toEqual([undefined]);
});

test('attempts that overlap, because one was thought lost, have no wait between them', () => {
  const attempts = [attempt({ duration_ms: 30_000 }), attempt({ number: 2, at: '2026-11-21T10:00:02.000Z' })];
  const rows = traceRows([], [delivery({ attempts })], { zone: 'UTC' });
  expect(rows[2]).toMatchObject({ waits: [], note: undefined });
});

test('a delivery whose destination is left alone counts down to nothing', () => {
  const next = { next_attempt_at: '2026-11-21T10:05:00.000Z' };
  const notes = (['paused', 'failing', null] as const).map(
    (held) => traceRows([], [delivery({ ...next, held })], { zone: 'UTC' })[0]?.nextNote,
  );
  expect(notes).toEqual(['is paused', 'left alone', undefined]);
});

test('a withheld delivery says why and has no bar', () => {
  const [row] = traceRows([], [delivery({ status: 'withheld', reason: 'The scan blocked this event.' })], {
    zone: 'UTC',
  });
  expect(row?.bars).toEqual([]);
  expect(row?.detail).toBe('Withheld: The scan blocked this event.');
});

test('an event that was only received has one row and no wait', () => {
  expect(traceRows(TRACE.slice(0, 1), [], { zone: 'UTC' }).map((row) => row.id)).toEqual(['received']);
});

test('the span runs from the receipt to the end of the last thing done', () => {
  expect(traceSpanMs(TRACE)).toBe(1120);
  expect(traceSpanMs([])).toBe(0);
});

test('every round of a replay has rows of its own', () => {
  const again = TRACE.slice(1).map((one) => ({ ...one, at: one.at.replace('10:00', '11:00') }));
  const round = step('replayed', '2026-11-21T11:00:00.000Z', {
    outcome: 'round 2',
    detail: 'asked for by ada',
    duration_ms: null,
  });
  const rows = traceRows([...TRACE, round, ...again], [], { zone: 'UTC' });
  const ids = rows.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(rows.find(({ id }) => id === 'replayed 2')).toMatchObject({
    label: 'Replayed',
    detail: 'round 2, asked for by ada',
  });
  expect(ids).toContain('decided 2');
});
