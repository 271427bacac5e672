import { describe, expect, it } from 'vitest';
import { enrichEvent } from '#lib/enrichment/enrich-event.ts';

const brand = { name: 'Brand', filter: {}, attributes: { brand: 'testBrand' } };
const event = { category: 'checkout', name: 'order.paid', data: { amount: 12 } };

describe('enrichment', () => {
  it('adds the attributes of every rule whose filter matches, and names those rules', () => {
    const rules = [
      brand,
      { name: 'Shop', filter: { category: 'checkout' }, attributes: { shop: 'north', vip: false } },
      { name: 'Large', filter: { 'data.amount': { gt: 100 } }, attributes: { large: true } },
    ];
    expect(enrichEvent(event, rules)).toEqual({
      attributes: { brand: 'testBrand', shop: 'north', vip: false },
      appliedRules: ['Brand', 'Shop'],
    });
  });

  it('lets a later rule see what earlier ones added, and win where both set one name', () => {
    const rules = [
      brand,
      { name: 'Rebrand', filter: { 'attributes.brand': 'testBrand' }, attributes: { brand: 'other' } },
      { name: 'Old brand', filter: { 'attributes.brand': 'testBrand' }, attributes: { never: true } },
    ];
    expect(enrichEvent(event, rules)).toEqual({
      attributes: { brand: 'other' },
      appliedRules: ['Brand', 'Rebrand'],
    });
  });

  it('never lets an event bring attributes of its own', () => {
    const rules = [{ name: 'Trusting', filter: { 'attributes.admin': true }, attributes: { seen: true } }];
    const forged = { ...event, attributes: { admin: true } };
    expect(enrichEvent(forged, rules)).toEqual({ attributes: {}, appliedRules: [] });
  });

  it('changes neither the event nor the rules', () => {
    const rules = [brand];
    const before = structuredClone([event, rules]);
    enrichEvent(event, rules);
    expect([event, rules]).toEqual(before);
  });
});
