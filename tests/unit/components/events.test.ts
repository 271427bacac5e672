import { expect, test } from 'vitest';
import { contentMasks } from '#components/events/content-masks.ts';
import { pollDelayMs } from '#components/events/event-progress.ts';
import { dataFilter, exactFiltersOf } from '#components/events/exact-filters.ts';
import { verdictSentence } from '#components/events/verdict-sentence.ts';
import type { Delivery } from '#lib/dispatch/schema.ts';
import type { FindingPlace } from '#lib/findings/schema.ts';
import type { DescribedEvent } from '#lib/pipeline/schema.ts';

const NOW = Date.parse('2026-11-21T10:07:42.500Z');

const finding = (fields: Partial<FindingPlace>): FindingPlace => ({
  id: '01a1fd93-8f26-702b-afab-909d1dc1f3af',
  place_id: '0199a1c0-7d00-7000-8000-0000000000f1',
  subject: { kind: 'event', id: '01a1fd93-8dcb-701a-898d-0242d569ca59' },
  pattern_id: '01a1fd93-8dcb-701a-898d-0242d569ca60',
  pattern: 'Card number',
  version: 3,
  severity: 'high',
  confidence: 5,
  path: 'data.note',
  masked: '************1111',
  action: 'redact',
  state: 'open',
  reason: null,
  reasons: ['Luhn ok'],
  start: 10,
  end: 29,
  created_at: '2026-11-21T10:07:42.000Z',
  ...fields,
});

const delivery = (fields: Partial<Delivery>): Delivery => ({
  id: '01a1fd93-8f26-702b-afab-909d1dc1f3b0',
  event_id: '01a1fd93-8dcb-701a-898d-0242d569ca59',
  destination_id: '01a1fd93-8f26-702b-afab-909d1dc1f3b1',
  destination: 'Billing',
  kind: 'http',
  status: 'delivered',
  reason: null,
  attempt_count: 1,
  next_attempt_at: null,
  held: null,
  created_at: '2026-11-21T10:07:42.000Z',
  finished_at: null,
  attempts: [],
  ...fields,
});

const event = (fields: Partial<DescribedEvent>): DescribedEvent => ({
  id: '01a1fd93-8dcb-701a-898d-0242d569ca59',
  external_id: null,
  client_id: null,
  client_name: null,
  source_id: null,
  source_name: null,
  session_id: null,
  category: 'default',
  name: 'order.paid',
  timestamp: '2026-11-21T10:07:42.000Z',
  received_at: '2026-11-21T10:07:42.000Z',
  status: 'processed',
  verdict: 'pass',
  severity: null,
  attributes: {},
  data: {},
  data_withheld: null,
  ...fields,
});

test('only fields of an event and places in its content are exact filters, and only with a value', () => {
  const search = new URLSearchParams('q=card&session_id=s-1&data.order.id=7&category=&data.=x&open=1');
  expect(exactFiltersOf(search)).toEqual([
    { key: 'session_id', value: 's-1' },
    { key: 'data.order.id', value: '7' },
  ]);
});

test('a place in the content becomes the filter the API understands', () => {
  expect(dataFilter('items[0].price', 12.5)).toEqual({ key: 'data.items.0.price', value: '12.5' });
  expect(dataFilter('["odd key"].deep', true)).toEqual({ key: 'data.odd key.deep', value: 'true' });
});

test('a place the API cannot be asked for makes no filter', () => {
  expect(dataFilter('["a.b"]', 'x')).toBeNull();
  expect(dataFilter('order', null)).toBeNull();
  expect(dataFilter('', 'x')).toBeNull();
});

test('masks are grouped by the place in the content, in the order of their spans', () => {
  const masks = contentMasks([
    finding({ pattern: 'E-mail address', masked: 'b***@***', start: 40, end: 55 }),
    finding({}),
    finding({ path: 'name' }),
    finding({ path: 'data["odd key"]' }),
  ]);
  expect(masks).toEqual({
    note: [
      { text: '************1111', pattern: 'Card number' },
      { text: 'b***@***', pattern: 'E-mail address' },
    ],
    '["odd key"]': [{ text: '************1111', pattern: 'Card number' }],
  });
});

test('where finds overlap one mask stands for all of them', () => {
  const masks = contentMasks([finding({}), finding({ pattern: 'Generic secret', start: 5, end: 12 })]);
  expect(masks).toEqual({ note: [{ text: '********', pattern: 'Generic secret, Card number' }] });
});

test('an event is looked at again until it and all its deliveries have come to their end', () => {
  expect(pollDelayMs(event({ status: 'accepted' }), NOW)).toBe(500);
  expect(pollDelayMs(event({ deliveries: [delivery({ status: 'delivering' })] }), NOW)).toBe(1000);
  expect(pollDelayMs(event({ deliveries: [delivery({}), delivery({ status: 'withheld' })] }), NOW)).toBe(
    false,
  );
  expect(pollDelayMs(event({}), NOW)).toBe(false);
});

test('a far attempt is awaited without hurry', () => {
  const inSeconds = (seconds: number) =>
    event({
      deliveries: [
        delivery({ status: 'pending', next_attempt_at: new Date(NOW + seconds * 1000).toISOString() }),
      ],
    });
  expect(pollDelayMs(inSeconds(8), NOW)).toBe(8000);
  expect(pollDelayMs(inSeconds(3600), NOW)).toBe(15_000);
  expect(pollDelayMs(inSeconds(-5), NOW)).toBe(1000);
  const overdue = { status: 'pending', next_attempt_at: new Date(NOW - 60_000).toISOString() } as const;
  for (const held of ['paused', 'failing'] as const)
    expect(pollDelayMs(event({ deliveries: [delivery({ ...overdue, held })] }), NOW)).toBe(15_000);
});

test('the verdict is one sentence that names what caused it', () => {
  const noted = finding({ pattern: 'E-mail address', action: 'log', version: 1 });
  expect(verdictSentence(event({}))).toBe('Passed: nothing was found.');
  expect(verdictSentence(event({ findings: [noted] }))).toBe('Passed; only noted: E-mail address v1.');
  expect(verdictSentence(event({ findings: [finding({}), noted] }))).toBe(
    'Passed by its last scan; an earlier one caught Card number v3.',
  );
  expect(verdictSentence(event({ verdict: 'redact', findings: [finding({}), finding({}), noted] }))).toBe(
    'Redacted by Card number v3; destinations get the masked form.',
  );
  expect(verdictSentence(event({ verdict: null, status: 'accepted' }))).toContain('not been scanned');
});

test('a block without a finding says what the scan said', () => {
  const trace = [
    {
      step: 'decided',
      at: '',
      duration_ms: 0,
      outcome: 'block',
      detail: 'blocked: could not be scanned (too deep)',
    },
  ];
  expect(verdictSentence(event({ verdict: 'block', trace, findings: [] }))).toBe(
    'Blocked: could not be scanned (too deep).',
  );
});
