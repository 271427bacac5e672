import { destinationChoices } from '#lib/dispatch/add-deliveries.ts';
import { releaseSessions } from '#lib/dispatch/release-sessions.ts';
import { claimEvents, finishEvents, type ProcessedEvent } from '#lib/events/repo.ts';
import { clock } from '#lib/platform/clock.ts';
import { inPgTransaction } from '#lib/platform/db.ts';
import { log } from '#lib/platform/log.ts';
import { noteWarning } from '#lib/warnings/note-warning.ts';
import { raiseInternalAlerts } from './raise-internal-alerts.ts';
import { traceStep } from './trace-step.ts';

const REFUSED = 'the event could not be processed; the log says why';

/** The event alone is marked as failed, with the fault in its trace; its raw content is shown to nobody unscanned. */
export async function setEventAside(id: string, error: unknown, detail = REFUSED): Promise<void> {
  log.error({ err: error, eventId: id }, 'an event cannot be processed and is set aside');
  const event = await inPgTransaction(async (client) => {
    const [event] = await claimEvents(client, [id]);
    if (!event) return null;
    const failed: ProcessedEvent = {
      id,
      status: 'failed',
      verdict: null,
      severity: null,
      attributes: {},
      maskedData: null,
      maskedLabels: {},
      trace: [traceStep('failed', clock.now(), { outcome: 'failed', detail })],
      processedAt: clock.now(),
      destinationIds: [],
    };
    await finishEvents(client, [failed]);
    // That it is about the operator's own application is told all the same; what it says is not.
    await raiseInternalAlerts(client, [{ event, shown: null }]);
    return event;
  });
  if (event === null) return;
  // What came later in its session no longer waits for it.
  await releaseSessions(await destinationChoices(), [event.session_id]);
  if (event.client_id !== null) noteWarning(event.client_id, 'not_processed', null);
}
