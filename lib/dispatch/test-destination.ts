import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import type { DeliveredEvent } from './destination.ts';
import { openDestination } from './open-destination.ts';
import { requireDestination } from './require-destination.ts';
import type { TestResult } from './schema.ts';
import { hideSecrets } from './secrets.ts';
import { sendOnce } from './send-once.ts';

/** An invented event that nobody could take for a real one. */
function sampleEvent(): DeliveredEvent {
  const now = clock.now().toISOString();
  return {
    id: uuidv7(),
    external_id: null,
    client_id: null,
    source_id: null,
    session_id: null,
    category: 'test',
    name: 'test delivery',
    timestamp: now,
    received_at: now,
    verdict: 'pass',
    severity: null,
    attributes: { brand: 'testBrand', test: true },
    data: { body: 'A test delivery, sent from the console.' },
  };
}

/** Sends a sample at once, past the queue and the rate limit, and shows request and answer. Nothing is retried. */
export async function testDestination(ctx: Context, id: string): Promise<TestResult> {
  requirePermission(ctx, 'destinations:write');
  const destination = openDestination(await requireDestination(ctx.db, id));
  const startedAt = performance.now();
  const outcome = await sendOnce(destination, { id: uuidv7(), attempt: 1, event: sampleEvent() });
  await recordAudit(ctx, {
    action: 'destinations.test',
    subjectType: 'destination',
    subjectId: id,
    after: { result: outcome.result, status_code: outcome.statusCode ?? null },
  });
  const hidden = (text: string | undefined): string | null =>
    text === undefined ? null : hideSecrets(text, destination.secrets);
  return {
    result: outcome.result,
    duration_ms: Math.round(performance.now() - startedAt),
    status_code: outcome.statusCode ?? null,
    error: hidden(outcome.error),
    response: hidden(outcome.response),
    request: outcome.request,
  };
}
