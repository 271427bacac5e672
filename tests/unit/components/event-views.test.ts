import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInChoices } from '#components/events/views/use-current-view.ts';
import { isEdited, searchOfView, viewStateOf } from '#components/events/views/view-state.ts';
import { type ViewQuery, viewFaults } from '#lib/event-views/schema.ts';

const value = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' });
const moment = fc
  .date({ min: new Date('1980-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((at) => at.toISOString());
const filters = fc.record(
  {
    q: value,
    name: value,
    category: value,
    session_id: value,
    verdict: fc.constantFrom('pass', 'redact', 'block'),
    status: fc.constantFrom('failed', 'processed'),
    client: fc.uuid(),
    columns: fc.constantFrom('time,name', 'time,data.order.total,verdict'),
    sort: fc.constantFrom('name.asc', 'data.order.total.desc'),
  },
  { requiredKeys: [] },
);
const time = fc.oneof(
  fc.constant({}),
  fc.constantFrom({ range: '15m' }, { range: '24h' }),
  fc.record({ from: moment, to: moment }, { requiredKeys: [] }),
);
const places = fc.dictionary(
  fc
    .string({ minLength: 1, maxLength: 10, unit: 'grapheme' })
    .filter((text) => !/[\n\r\u2028\u2029]/.test(text))
    .map((text) => `data.${text}`),
  value,
  { maxKeys: 3 },
);
const query = fc
  .tuple(filters, time, places)
  .map(([a, b, c]): ViewQuery => ({ ...a, ...b, ...c }) as ViewQuery);

const throughAddress = (search: URLSearchParams): URLSearchParams => new URLSearchParams(search.toString());

describe('a view and the address', () => {
  it('say the same: what a view puts into the address is read out of it again', () => {
    fc.assert(
      fc.property(query, (kept) => {
        const search = throughAddress(searchOfView(kept, 'some-id', new URLSearchParams()));
        expect(viewStateOf(search)).toEqual(kept);
        expect(search.get('view')).toBe('some-id');
        expect(isEdited(viewStateOf(search), kept)).toBe(false);
      }),
    );
  });

  it('say the same the other way: what stands there is kept, whatever else stands beside it', () => {
    fc.assert(
      fc.property(query, (kept) => {
        const search = new URLSearchParams({
          cursor: 'abc',
          ...kept,
          open: 'id',
          live: 'off',
          view: 'v',
          utm: 'x',
        });
        expect(viewStateOf(throughAddress(search))).toEqual(kept);
      }),
    );
  });

  it('are faultless by the rules of the API, whatever was chosen', () => {
    fc.assert(
      fc.property(query, (kept) => {
        expect(viewFaults(kept)).toEqual([]);
      }),
    );
  });

  it('differ as soon as one member differs, and not by their order', () => {
    expect(isEdited({ a: '1', b: '2' }, { b: '2', a: '1' })).toBe(false);
    expect(isEdited({ a: '1' }, { a: '2' })).toBe(true);
    expect(isEdited({ a: '1' }, {})).toBe(true);
    expect(isEdited({}, { a: '1' })).toBe(true);
    expect(isEdited({ toString: 'x' }, { a: 'x' })).toBe(true);
    fc.assert(
      fc.property(query, fc.string({ minLength: 1 }), (kept, more) => {
        expect(isEdited({ ...kept, q: `${kept.q ?? ''}${more}` }, kept)).toBe(true);
      }),
    );
  });

  it('leave live as the reader has it, and begin on the first page with nothing open', () => {
    const current = new URLSearchParams('live=off&cursor=abc&open=id&verdict=block');
    expect(searchOfView({ status: 'failed' }, null, current).toString()).toBe('status=failed&live=off');
  });
});

describe('the built-in views', () => {
  it('ask for nothing that the list does not have', () => {
    for (const { id, query: kept } of builtInChoices(new Date('2026-11-21T10:00:00Z'))) {
      expect([id, viewFaults(kept)]).toEqual([id, []]);
    }
  });

  it('begin today where the day begins', () => {
    const today = builtInChoices(new Date('2026-11-21T10:00:00Z')).find(({ id }) => id === 'blocked-today');
    expect(today?.query).toEqual({ verdict: 'block', from: '2026-11-21T00:00:00.000Z' });
  });
});
