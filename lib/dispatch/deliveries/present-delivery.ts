import type { DeliveryRow } from './repo.ts';
import type { ListedDelivery } from './schema.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A delivery as the API tells it. */
export function presentDelivery(row: DeliveryRow): ListedDelivery {
  return {
    id: row.id,
    event_id: row.event_id,
    destination_id: row.destination_id,
    destination: row.destination,
    kind: row.kind as ListedDelivery['kind'],
    destination_enabled: row.destination_enabled,
    status: row.status,
    reason: row.reason,
    attempt_count: row.attempt_count,
    next_attempt_at: iso(row.next_attempt_at),
    created_at: row.created_at.toISOString(),
    finished_at: iso(row.finished_at),
    cause: row.cause,
    origin_id: row.origin_id,
    operation_id: row.operation_id,
    event:
      row.event_name === null || row.category === null
        ? null
        : {
            name: row.event_name,
            category: row.category,
            verdict: row.verdict,
            client_id: row.client_id,
            client_name: row.client_name,
          },
    last_attempt:
      row.last_number === null || row.last_at === null
        ? null
        : {
            number: row.last_number,
            at: row.last_at.toISOString(),
            duration_ms: row.last_duration_ms ?? 0,
            outcome: row.last_outcome as NonNullable<ListedDelivery['last_attempt']>['outcome'],
            status_code: row.last_status_code,
          },
  };
}
