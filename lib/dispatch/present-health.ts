import type { HealthRow } from './delivery-repo.ts';
import type { DestinationHealth } from './schema.ts';

/** Health as the API tells it; a destination that never had a delivery has zeros. */
export function presentHealth(row: HealthRow | undefined): DestinationHealth {
  const { delivered = 0, failed = 0, backlog = 0, in_flight = 0 } = row ?? {};
  return {
    delivered,
    failed,
    success_rate: delivered + failed === 0 ? null : delivered / (delivered + failed),
    backlog,
    in_flight,
    oldest_waiting_at: row?.oldest_waiting_at?.toISOString() ?? null,
    last_delivered_at: row?.last_delivered_at?.toISOString() ?? null,
    breaker: {
      state: row?.breaker_state ?? 'closed',
      opened_at: row?.opened_at?.toISOString() ?? null,
      next_probe_at: row?.next_probe_at?.toISOString() ?? null,
      failed_half_opens: row?.failed_half_opens ?? 0,
    },
  };
}
