import { describe, expect, it } from 'vitest';
import { type ChoosableEvent, chooseDestinations } from '#lib/dispatch/choose-destinations.ts';

const event: ChoosableEvent = {
  id: '0199b1a0-0000-7000-8000-0000000000aa',
  category: 'shop',
  name: 'order paid',
  session_id: null,
  client_id: null,
  severity: 'high',
  verdict: 'redact',
  attributes: { brand: 'testBrand' },
  data: { amount: 12 },
};
const destinations = [
  { id: 'all', filter: {} },
  { id: 'shop', filter: { category: 'shop' } },
  { id: 'large', filter: { 'data.amount': { gt: 100 } } },
  { id: 'brand', filter: { 'attributes.brand': 'testBrand', severity: { in: ['high', 'critical'] } } },
];
const chosen = (given: Partial<ChoosableEvent>): string[] =>
  chooseDestinations({ ...event, ...given }, destinations).map(({ destinationId }) => destinationId);

describe('choosing destinations', () => {
  it('takes those whose filter the event meets', () => {
    expect(chosen({})).toEqual(['all', 'shop', 'brand']);
    expect(chosen({ category: 'door', data: { amount: 101 }, severity: 'low' })).toEqual(['all', 'large']);
  });

  it('makes each a delivery of its own', () => {
    const made = chooseDestinations(event, destinations);
    expect(new Set(made.map(({ id }) => id)).size).toBe(3);
    expect(made[0]).toMatchObject({ eventId: event.id, status: 'pending', reason: null });
  });

  it('withholds what the scan blocked', () => {
    const made = chooseDestinations({ ...event, verdict: 'block' }, destinations);
    expect(made).toHaveLength(3);
    for (const delivery of made)
      expect(delivery).toMatchObject({ status: 'withheld', reason: 'The scan blocked this event.' });
  });
});
