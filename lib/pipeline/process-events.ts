import { addDeliveries, destinationChoices } from '#lib/dispatch/add-deliveries.ts';
import { activeEnrichmentRules } from '#lib/enrichment/active-enrichment-rules.ts';
import { type ClaimedEvent, claimEvents, finishEvents } from '#lib/events/repo.ts';
import { insertFindings } from '#lib/findings/repo.ts';
import { inPgTransaction, isDataFault, type PgClient } from '#lib/platform/db.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { noteWarning } from '#lib/warnings/note-warning.ts';
import { setEventAside } from './set-event-aside.ts';
import { type Settled, settleEvents } from './settle-events.ts';

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

async function processTogether(ids: string[]): Promise<void> {
  const [rules, destinations] = await Promise.all([activeEnrichmentRules(), destinationChoices()]);
  const { events, settled } = await inPgTransaction(async (client) => {
    const claimed = await claimEvents(client, ids);
    if (claimed.length === 0) return { events: [], settled: [] };
    const settled = await settleEvents(claimed, rules, destinations);
    await write(client, settled);
    return { events: claimed, settled };
  });
  noteMaskedLabels(events, settled);
  if (settled.some(({ deliveries }) => deliveries.length > 0)) wakeWorkers('deliveries');
}

/**
 * Enriches, scans and decides about accepted events; findings, trace and due deliveries are written in one commit.
 * Ids that are unknown, done or held by another worker are passed over. Content the store refuses is narrowed
 * down by halves until the one event at fault stands alone.
 * @throws when the store or the scanner is away: the job is then tried again.
 */
export async function processEvents(ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  try {
    await processTogether(ids);
  } catch (error) {
    if (!isDataFault(error)) throw error;
    if (ids.length === 1) return setEventAside(ids[0] as string, error);
    const middle = ids.length >> 1;
    await processEvents(ids.slice(0, middle));
    await processEvents(ids.slice(middle));
  }
}
