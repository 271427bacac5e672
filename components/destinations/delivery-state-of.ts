import type { DestinationWithHealth } from '#lib/dispatch/schema.ts';

export type DeliveryState = 'active' | 'open' | 'half_open' | 'paused' | 'disabled';

/** The one word on whether a destination is sent to; what a person decided goes before what was found out. */
export function deliveryStateOf(destination: DestinationWithHealth): DeliveryState {
  if (!destination.enabled) return 'disabled';
  if (destination.paused_at !== null) return 'paused';
  const { state } = destination.health.breaker;
  return state === 'closed' ? 'active' : state;
}
