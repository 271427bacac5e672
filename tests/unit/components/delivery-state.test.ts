import { expect, it } from 'vitest';
import { deliveryStateOf } from '#components/destinations/delivery-state-of.ts';
import type { DestinationWithHealth } from '#lib/dispatch/schema.ts';

const destination = (
  enabled: boolean,
  paused_at: string | null,
  state: DestinationWithHealth['health']['breaker']['state'],
): DestinationWithHealth => {
  const breaker = { state, opened_at: null, next_probe_at: null, failed_half_opens: 0 };
  return { enabled, paused_at, health: { breaker } } as DestinationWithHealth;
};
const PAUSED = '2026-11-26T10:00:00.000Z';

it.each([
  [false, PAUSED, 'open', 'disabled'],
  [false, null, 'closed', 'disabled'],
  [true, PAUSED, 'open', 'paused'],
  [true, null, 'open', 'open'],
  [true, null, 'half_open', 'half_open'],
  [true, null, 'closed', 'active'],
] as const)('enabled %s, paused %s and a breaker that is %s read as %s', (enabled, paused, state, word) => {
  expect(deliveryStateOf(destination(enabled, paused, state))).toBe(word);
});
