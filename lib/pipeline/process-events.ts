import { addDeliveries, destinationChoices } from '#lib/dispatch/add-deliveries.ts';
import { releaseSessions } from '#lib/dispatch/release-sessions.ts';
import { activeEnrichmentRules } from '#lib/enrichment/active-enrichment-rules.ts';
import { type ClaimedEvent, claimEvents, finishEvents } from '#lib/events/repo.ts';
import { insertFindings } from '#lib/findings/repo.ts';
import { inPgTransaction, isDataFault, type PgClient } from '#lib/platform/db.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { noteWarning } from '#lib/warnings/note-warning.ts';
import { blameEvent, eventAtFault } from './blame-event.ts';
import { raiseInternalAlerts, type ShownEvent } from './raise-internal-alerts.ts';
import { setEventAside } from './set-event-aside.ts';
import { type Settled, sessionOf, settleEvents } from './settle-events.ts';

async function write(client: PgClient, settled: readonly Settled[]): Promise<void> {
  await finishEvents(
    client,
    settled.map(({ event }) => event),
  );
  await insertFindings(
    client,
    settled.flatMap(({ findings }) => findings),
  );
  await addDeliveries(
    client,
    settled.flatMap(({ deliveries }) => deliveries),
  );
}

/** The sender learns that its labels are not kept as it wrote them. */
function noteMaskedLabels(events: readonly ClaimedEvent[], settled: readonly Settled[]): void {
  for (const [i, { event }] of settled.entries()) {
    const labels = Object.keys(event.maskedLabels).join(', ');
    const clientId = events[i]?.client_id;
    if (labels !== '' && clientId) noteWarning(clientId, 'label_masked', `${labels} held a secret`);
  }
}

const shownForms = (events: readonly ClaimedEvent[], settled: readonly Settled[]): ShownEvent[] =>
  settled.map(({ event: { maskedData } }, i) => {
    const event = events[i] as ClaimedEvent;
    return { event, shown: maskedData === null ? event.data : maskedData.value };
  });

async function processTogether(ids: string[]): Promise<void> {
  const [rules, destinations] = await Promise.all([activeEnrichmentRules(), destinationChoices()]);
  const { events, settled, alerts } = await inPgTransaction(async (client) => {
    const claimed = await claimEvents(client, ids);
    if (claimed.length === 0) return { events: [], settled: [], alerts: 0 };
    const settled = await settleEvents(claimed, rules, destinations).catch((error: unknown) => {
      throw blameEvent(error, claimed);
    });
    await write(client, settled);
    const alerts = await raiseInternalAlerts(client, shownForms(claimed, settled));
    return { events: claimed, settled, alerts };
  });
  noteMaskedLabels(events, settled);
  await releaseSessions(
    destinations,
    settled.flatMap(({ event }, i) => (events[i] ? [sessionOf(events[i], event)] : [])),
  );
  if (alerts > 0 || settled.some(({ deliveries }) => deliveries.length > 0)) wakeWorkers('deliveries');
}

const BROKE_THE_SCAN = 'the scan broke off at the event twice; the log says why';
const LEFT_IDLE = '25P03';

/** The scan ended at it, or the store gave up waiting for its scan to end. */
const isItsFault = (error: unknown): boolean =>
  eventAtFault(error) !== null ||
  isDataFault(error) ||
  (error instanceof Error && 'code' in error && error.code === LEFT_IDLE);

/** The event that ended the scan of its batch gets another try, alone; then it is set aside. */
async function processAlone(id: string): Promise<void> {
  try {
    await processTogether([id]);
  } catch (error) {
    if (!isItsFault(error)) throw error;
    await setEventAside(id, error, BROKE_THE_SCAN);
  }
}

/**
 * Enriches, scans and decides about accepted events; findings, trace and due deliveries are written in one commit.
 * Ids that are unknown, done or held by another worker are passed over. An event that the scan breaks off at is taken
 * out of its batch; content the store refuses is narrowed down by halves until the one event at fault stands alone.
 * @throws when the store or the scanner is away: the job is then tried again.
 */
export async function processEvents(ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  try {
    await processTogether(ids);
  } catch (error) {
    const culprit = eventAtFault(error);
    if (culprit !== null) {
      await processAlone(culprit);
      return processEvents(ids.filter((id) => id !== culprit));
    }
    if (!isDataFault(error)) throw error;
    if (ids.length === 1) return setEventAside(ids[0] as string, error);
    const middle = ids.length >> 1;
    await processEvents(ids.slice(0, middle));
    await processEvents(ids.slice(middle));
  }
}
