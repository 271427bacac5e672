import type { Context } from '#lib/auth/context.ts';
import { holdsPermission, requirePermission } from '#lib/auth/require-permission.ts';
import type { SentRequest } from '../schema.ts';
import { presentDelivery } from './present-delivery.ts';
import { type AttemptRow, attemptsOf, type DeliveryRow, relatedTo } from './repo.ts';
import { requireDelivery } from './require-delivery.ts';
import type { DeliveryDetail } from './schema.ts';

const CAUGHT_LATER =
  'A later scan caught something in this event: what was sent before it is shown to holders of findings:reveal alone.';

/** What an attempt of before the event's last scan sent, and was answered, may hold what that scan caught. */
function withheldWhy(ctx: Context, row: DeliveryRow, { started_at: at }: AttemptRow): string | null {
  const isCaught = row.verdict !== null && row.verdict !== 'pass';
  const isOlder = row.processed_at !== null && at < row.processed_at;
  return isCaught && isOlder && !holdsPermission(ctx.actor, 'findings:reveal') ? CAUGHT_LATER : null;
}

function presentAttempt(row: AttemptRow, withheld: string | null): DeliveryDetail['attempts'][number] {
  const request = row.request === null ? null : (JSON.parse(row.request) as SentRequest);
  return {
    number: row.number,
    at: row.started_at.toISOString(),
    duration_ms: row.duration_ms,
    outcome: row.outcome as DeliveryDetail['attempts'][number]['outcome'],
    status_code: row.status_code,
    error: row.error,
    response: withheld === null ? row.response : null,
    next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
    request: request && withheld !== null ? { ...request, body: null } : request,
    withheld,
  };
}

/** One delivery with all its attempts. @throws AppError `not_found`. */
export async function getDelivery(ctx: Context, id: string): Promise<DeliveryDetail> {
  requirePermission(ctx, 'deliveries:read');
  const row = await requireDelivery(id);
  const [attempts, related] = await Promise.all([attemptsOf(id), relatedTo(row)]);
  return {
    ...presentDelivery(row),
    attempts: attempts.map((attempt) => presentAttempt(attempt, withheldWhy(ctx, row, attempt))),
    related: related.map(({ created_at, ...rest }) => ({ ...rest, created_at: created_at.toISOString() })),
  };
}
