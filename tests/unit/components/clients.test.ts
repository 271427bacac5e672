import { describe, expect, it } from 'vitest';
import { blastRadius } from '#components/clients/blast-radius.ts';
import { outcomeBuckets } from '#components/clients/outcome-buckets.ts';
import { REFUSAL_WORDS } from '#components/clients/refusal-words.ts';
import { type ClientRefusals, REFUSAL_REASONS } from '#lib/clients/refusals/schema.ts';
import type { EventBar } from '#lib/events/schema.ts';

const bar = (at: string, count: number): EventBar => ({
  at,
  count,
  pass: count,
  redact: 0,
  block: 0,
  failed: 0,
  waiting: 0,
  partial: false,
});
const reason = (name: ClientRefusals['reasons'][number]['reason']) => ({
  reason: name,
  description: REFUSAL_REASONS[name],
  count: 1,
  last_at: '2026-05-01T10:00:00.000Z',
  last_address: null,
});
const HOUR_MS = 3_600_000;

describe('the bars of accepted and refused', () => {
  const refusals = {
    reasons: [reason('token_expired'), reason('rate_limited')],
    buckets: [
      { at: '2026-05-01T09:00:00.000Z', counts: {} },
      { at: '2026-05-01T10:00:00.000Z', counts: { token_expired: 2, rate_limited: 1 } },
      { at: '2026-05-01T11:00:00.000Z', counts: { token_expired: 4 } },
    ],
  };

  it('put half hours of events and hours of refusals into hours', () => {
    const bars = [bar('2026-05-01T10:00:00.000Z', 5), bar('2026-05-01T10:30:00.000Z', 6)];
    const { series, buckets } = outcomeBuckets(refusals, bars, HOUR_MS);
    expect(series.map(({ key }) => key)).toEqual(['accepted', 'token_expired', 'rate_limited']);
    expect(buckets).toEqual([
      { at: '2026-05-01T09:00:00.000Z', values: {} },
      { at: '2026-05-01T10:00:00.000Z', values: { token_expired: 2, rate_limited: 1, accepted: 11 } },
      { at: '2026-05-01T11:00:00.000Z', values: { token_expired: 4 } },
    ]);
  });

  it('put all of them into wider bars, and lose nothing', () => {
    const bars = [bar('2026-05-01T09:00:00.000Z', 5), bar('2026-05-01T10:30:00.000Z', 6)];
    const { buckets } = outcomeBuckets(refusals, bars, 3 * HOUR_MS);
    expect(buckets).toEqual([
      { at: '2026-05-01T09:00:00.000Z', values: { token_expired: 6, rate_limited: 1, accepted: 11 } },
    ]);
  });

  it('do not pretend that nothing was accepted when it is not known', () => {
    expect(outcomeBuckets(refusals, null, HOUR_MS).series.map(({ key }) => key)).not.toContain('accepted');
  });
});

it('every reason has a word', () => {
  expect(Object.keys(REFUSAL_WORDS)).toEqual(Object.keys(REFUSAL_REASONS));
});

it('what would be cut off is said with its unit, estimates are marked, and nothing is said when nobody can say', () => {
  expect(blastRadius({ count: 1_204, estimated: false })).toBe(
    'It sent 1,204 events that happened in the last hour. ',
  );
  expect(blastRadius({ count: 1, estimated: true })).toBe(
    'It sent ≈ 1 event that happened in the last hour. ',
  );
  expect(blastRadius({ count: 0, estimated: false })).toBe(
    'It sent no event that happened in the last hour. ',
  );
  expect(blastRadius(null)).toBe('');
});
