import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Arrived, addArrived, holdRows, withArrived } from '#components/events/live-rows.ts';
import { type SentEvent, sseParser } from '#components/events/sse-parser.ts';
import type { EventSummary } from '#lib/events/schema.ts';

const event = (n: number, fields: Partial<EventSummary> = {}): EventSummary => ({
  id: `01a1fd93-8dcb-701a-898d-${String(n).padStart(12, '0')}`,
  external_id: null,
  client_id: null,
  client_name: null,
  source_id: null,
  source_name: null,
  session_id: null,
  category: 'default',
  name: `e${n}`,
  timestamp: new Date(Date.parse('2026-11-21T10:00:00Z') + n * 1_000).toISOString(),
  received_at: '2026-11-21T10:07:42.000Z',
  status: 'processed',
  verdict: 'pass',
  severity: null,
  attributes: {},
  ...fields,
});
const arrived = (...events: EventSummary[]): Arrived[] => events.map((one) => ({ event: one, weight: 1 }));
const names = (events: readonly EventSummary[]) => events.map(({ name }) => name);

describe('what the stream says', () => {
  const sent: SentEvent[] = [
    { type: 'event', id: 'a-1', data: '{"name":"x: y"}' },
    { type: 'rate', id: null, data: '{"one_in":5}' },
  ];
  const text =
    'retry: 2000\n\n: beat\n\nevent: event\nid: a-1\ndata: {"name":"x: y"}\n\nevent: rate\ndata: {"one_in":5}\n\n';

  test('is understood wherever its pieces are cut', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: text.length })), (cuts) => {
        const ends = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const parse = sseParser();
        expect(ends.slice(1).flatMap((end, i) => parse(text.slice(ends[i], end)))).toEqual(sent);
      }),
    );
  });

  test('is kept back until it is whole', () => {
    const parse = sseParser();
    expect(parse('event: event\ndata: {')).toEqual([]);
    expect(parse('}\n\n')).toEqual([{ type: 'event', id: null, data: '{}' }]);
  });
});

describe('rows of a live list', () => {
  const page = { items: [event(5), event(3), event(1)], hasMore: true };

  test('stand in the order of the list, each once', () => {
    expect(names(withArrived(page, arrived(event(6), event(4), event(5))))).toEqual([
      'e6',
      'e5',
      'e4',
      'e3',
      'e1',
    ]);
  });

  test('leave to the next page what belongs there, unless this is the last one', () => {
    const late = arrived(event(0));
    expect(names(withArrived(page, late))).toEqual(['e5', 'e3', 'e1']);
    expect(names(withArrived({ ...page, hasMore: false }, late))).toEqual(['e5', 'e3', 'e1', 'e0']);
  });

  test('show an event as far on its way as either of both knows', () => {
    const waiting = event(5, { status: 'accepted', verdict: null });
    const rows = withArrived({ ...page, items: [waiting, event(3)] }, arrived(event(5)));
    expect(rows[0]?.status).toBe('processed');
    expect(withArrived(page, arrived(waiting))[0]?.status).toBe('processed');
  });

  test('are ordered as the list orders them, whatever arrives', () => {
    const some = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 20 });
    fc.assert(
      fc.property(some, some, fc.boolean(), (listed, come, hasMore) => {
        const items = withArrived({ items: [], hasMore: false }, arrived(...listed.map((n) => event(n))));
        const rows = withArrived({ items, hasMore }, arrived(...come.map((n) => event(n))));
        expect(names(rows)).toEqual(names(rows.toSorted((a, b) => b.timestamp.localeCompare(a.timestamp))));
        expect(new Set(names(rows)).size).toBe(rows.length);
        for (const { id } of items) expect(rows.some((row) => row.id === id)).toBe(true);
        if (!hasMore) expect(rows).toHaveLength(new Set([...listed, ...come]).size);
      }),
    );
  });

  test('that are held stand still, take on what becomes of them, and count what came', () => {
    const frozen = [event(3, { status: 'accepted', verdict: null }), event(1)];
    const come: Arrived[] = [...arrived(event(6)), { event: event(7), weight: 5 }];
    const held = holdRows(frozen, [event(7), event(6), event(3)], come);
    expect(names(held.rows)).toEqual(['e3', 'e1']);
    expect(held.rows[0]?.status).toBe('processed');
    expect(held.newCount).toBe(6);
  });

  test('that arrived twice are kept once, as they were told last, and not without end', () => {
    const first = arrived(event(1, { verdict: 'pass' }), event(2));
    const known = addArrived(first, arrived(event(1, { verdict: 'block' })));
    expect(known.map(({ event: one }) => one.verdict)).toEqual(['block', 'pass']);
    const many = addArrived([], arrived(...Array.from({ length: 700 }, (_, n) => event(n))));
    expect([many.length, many.at(-1)?.event.name]).toEqual([500, 'e699']);
  });
});
