import { describe, expect, it } from 'vitest';
import { redoDenial } from '#components/deliveries/delivery-words.ts';
import { idRange } from '#lib/dispatch/deliveries/filter-conditions.ts';
import { type RedoRow, refusalOf } from '#lib/dispatch/deliveries/refusal.ts';
import { ELIGIBLE, type ListedDelivery, type RedoKind } from '#lib/dispatch/deliveries/schema.ts';
import { DELIVERY_STATUSES, type DeliveryStatus } from '#lib/dispatch/schema.ts';

const row = (status: DeliveryStatus, rest: Partial<RedoRow> = {}): RedoRow => ({
  ...{ id: 'd', event_id: 'e', destination_id: 't', root_id: 'd', status, destination: 'Sink' },
  ...{ destination_enabled: true, destination_deleted: false, event_kept: true, verdict: 'pass' },
  resend_under_way: false,
  ...rest,
});
const KINDS = Object.keys(ELIGIBLE) as RedoKind[];
const pairs = KINDS.flatMap((kind) => DELIVERY_STATUSES.map((status) => ({ kind, status })));

describe('what can be done again', () => {
  it.each(pairs)('$kind of one that is $status', ({ kind, status }) => {
    const eligible: readonly string[] = ELIGIBLE[kind];
    const refusal = refusalOf(kind, row(status));
    expect(refusal === null).toBe(eligible.includes(status));
    if (refusal) expect(refusal.detail).toMatch(/^[A-Z].*\.$/);
  });

  it.each(pairs)(
    'the console offers $kind of one that is $status as the server takes it',
    ({ kind, status }) => {
      const event = { name: 'n', category: 'c', verdict: 'pass', client_id: null, client_name: null };
      const shown = { status, event, destination_enabled: true } satisfies Partial<ListedDelivery>;
      expect(redoDenial(kind, shown) === null).toBe(refusalOf(kind, row(status)) === null);
    },
  );

  it.each([
    [{ event_kept: false }, 'event_gone'],
    [{ verdict: 'block' }, 'blocked'],
    [{ destination_deleted: true, destination_enabled: false }, 'destination_deleted'],
    [{ destination_enabled: false }, 'destination_disabled'],
  ] as const)('%j stops a retry and a resend, and no discard', (rest, code) => {
    expect(refusalOf('retry', row('dead', rest))?.code).toBe(code);
    expect(refusalOf('resend', row('dead', rest))?.code).toBe(code);
    expect(refusalOf('discard', row('dead', rest))).toBeNull();
  });

  it('a resend under way stops another, and no retry', () => {
    expect(refusalOf('resend', row('delivered', { resend_under_way: true }))?.code).toBe('resend_under_way');
    expect(refusalOf('retry', row('dead', { resend_under_way: true }))).toBeNull();
  });
});

describe('the ids that begin so', () => {
  it.each([
    ['0', ['00000000-0000-0000-0000-000000000000', '0fffffff-ffff-ffff-ffff-ffffffffffff']],
    ['0190a1b2-', ['0190a1b2-0000-0000-0000-000000000000', '0190a1b2-ffff-ffff-ffff-ffffffffffff']],
    ['0190a1b2-c3d4-7', ['0190a1b2-c3d4-7000-0000-000000000000', '0190a1b2-c3d4-7fff-ffff-ffffffffffff']],
    [
      '0190a1b2-c3d4-7aaa-8bbb-123456789abc',
      ['0190a1b2-c3d4-7aaa-8bbb-123456789abc', '0190a1b2-c3d4-7aaa-8bbb-123456789abc'],
    ],
  ])('%s', (beginning, range) => {
    expect(idRange(beginning)).toEqual(range);
  });

  it.each(['-', '0190-', '0190a1b2c', '0190a1b2-c3d4-7aaa-8bbb-123456789abcd'])('%s begins none', (text) => {
    expect(idRange(text)).toBeNull();
  });
});
