import type { DestinationRow } from './repo.ts';
import type { Destination } from './schema.ts';

/** A destination as the API tells it; the stored config holds masks where secrets are. */
export function presentDestination(row: DestinationRow): Destination {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    config: row.config,
    filter: row.filter,
    form: row.form,
    template: row.template,
    enabled: row.enabled,
    notices: row.notices,
    disabled_at: row.disabledAt?.toISOString() ?? null,
    disabled_reason: row.disabledReason,
    paused_at: row.pausedAt?.toISOString() ?? null,
    rate_per_second: row.ratePerSecond,
    concurrency: row.concurrency,
    ordered: row.ordered,
    timeout_ms: row.timeoutMs,
    retry_plan_ms: row.retryPlanMs,
    version: row.version,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
