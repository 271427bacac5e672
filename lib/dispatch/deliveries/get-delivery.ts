import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { presentDelivery } from './present-delivery.ts';
import { type AttemptRow, attemptsOf, relatedTo } from './repo.ts';
import { requireDelivery } from './require-delivery.ts';
import type { DeliveryDetail } from './schema.ts';

const presentAttempt = (row: AttemptRow): DeliveryDetail['attempts'][number] => ({
  number: row.number,
  at: row.started_at.toISOString(),
  duration_ms: row.duration_ms,
  outcome: row.outcome as DeliveryDetail['attempts'][number]['outcome'],
  status_code: row.status_code,
  error: row.error,
  response: row.response,
  next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
  request: null,
});

/** One delivery with all its attempts. @throws AppError `not_found`. */
export async function getDelivery(ctx: Context, id: string): Promise<DeliveryDetail> {
  requirePermission(ctx, 'deliveries:read');
  const row = await requireDelivery(id);
  const [attempts, related] = await Promise.all([attemptsOf(id), relatedTo(row)]);
  return {
    ...presentDelivery(row),
    attempts: attempts.map(presentAttempt),
    related: related.map(({ created_at, ...rest }) => ({ ...rest, created_at: created_at.toISOString() })),
  };
}
