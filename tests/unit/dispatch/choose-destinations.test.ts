import { describe, expect, it } from 'vitest';
import { chooseDestinations } from '#lib/dispatch/choose-destinations.ts';

const event = {
  id: '0199b1a0-0000-7000-8000-0000000000aa',
  category: 'shop',
  name: 'order paid',
  client_id: 'c1',
  client: { id: 'c1', name: 'Shop' },
  severity: 'high',
  verdict: 'redact',
  attributes: { brand: 'testBrand' },
  data: { amount: 12, card: '4111111111111111' } as unknown,
};
const masked = { amount: 12, card: '************1111' };
const redacted = 'redacted' as const;
const destinations = [
  { id: 'all', filter: {}, form: redacted },
  { id: 'shop', filter: { category: 'shop' }, form: redacted },
  { id: 'large', filter: { 'data.amount': { gt: 100 } }, form: redacted },
  {
    id: 'brand',
    filter: { 'attributes.brand': 'testBrand', severity: { in: ['high', 'critical'] } },
    form: redacted,
  },
  { id: 'sender', filter: { 'client.name': 'Shop', 'source.name': { exists: false } }, form: redacted },
];
const both = (given: Partial<typeof event>) => {
  const whole = { ...event, ...given };
  const { id, verdict } = whole;
  return { id, verdict, whole, redacted: given.data === undefined ? { ...whole, data: masked } : whole };
};
const chosen = (given: Partial<typeof event>): string[] =>
  chooseDestinations(both(given), destinations).map(({ destinationId }) => destinationId);

describe('choosing destinations', () => {
  it('takes those whose filter the event meets', () => {
    expect(chosen({})).toEqual(['all', 'shop', 'brand', 'sender']);
    expect(chosen({ category: 'door', data: { amount: 101 }, severity: 'low' })).toEqual([
      'all',
      'large',
      'sender',
    ]);
  });

  it('makes each a delivery of its own', () => {
    const made = chooseDestinations(both({}), destinations);
    expect(new Set(made.map(({ id }) => id)).size).toBe(4);
    expect(made[0]).toMatchObject({ eventId: event.id, status: 'pending', reason: null });
  });

  it('withholds what the scan blocked', () => {
    const made = chooseDestinations(both({ verdict: 'block' }), destinations);
    expect(made).toHaveLength(4);
    for (const delivery of made)
      expect(delivery).toMatchObject({ status: 'withheld', reason: 'The scan blocked this event.' });
  });

  it('asks each filter about the form its destination gets', () => {
    const filter = { 'data.card': '4111111111111111' };
    const forms = [
      { id: 'redacted', filter, form: redacted },
      { id: 'whole', filter, form: 'whole' as const },
      { id: 'masked', filter: { 'data.card': masked.card }, form: redacted },
    ];
    const ids = (verdict: string) =>
      chooseDestinations(both({ verdict }), forms).map(({ destinationId }) => destinationId);
    expect(ids('redact')).toEqual(['whole', 'masked']);
    expect(ids('block')).toEqual(['masked']);
  });
});
