import { addDeliveries, destinationChoices } from '#lib/dispatch/add-deliveries.ts';
import { chooseDestinations } from '#lib/dispatch/choose-destinations.ts';
import type { NewDelivery } from '#lib/dispatch/delivery-repo.ts';
import type { DestinationChoice } from '#lib/dispatch/repo.ts';
import { scanDocuments } from '#lib/dlp/scan-documents.ts';
import { activeEnrichmentRules } from '#lib/enrichment/active-enrichment-rules.ts';
import { enrichEvent } from '#lib/enrichment/enrich-event.ts';
import type { EnrichmentRule } from '#lib/enrichment/schema.ts';
import { type ClaimedEvent, claimEvents, finishEvents, type ProcessedEvent } from '#lib/events/repo.ts';
import type { TraceStep } from '#lib/events/schema.ts';
import { insertFindings, type NewFinding } from '#lib/findings/repo.ts';
import { clock } from '#lib/platform/clock.ts';
import { keyedHash } from '#lib/platform/crypto.ts';
import { inPgTransaction, isDataFault, type PgClient } from '#lib/platform/db.ts';
import { log } from '#lib/platform/log.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { noteWarning } from '#lib/warnings/note-warning.ts';
import { judgeEvent, toScannedDocument } from './judge-event.ts';

type Outcome = { event: ProcessedEvent; findings: NewFinding[]; deliveries: NewDelivery[] };
type Enriched = { event: ClaimedEvent; attributes: Record<string, unknown>; step: TraceStep };

const step = (name: string, startedAt: Date, outcome: string, detail: string | null): TraceStep => ({
  step: name,
  at: startedAt.toISOString(),
  duration_ms: Math.max(0, clock.now().getTime() - startedAt.getTime()),
  outcome,
  detail,
});

type EventDocument = Pick<ClaimedEvent, 'id' | 'client_id' | 'session_id' | 'category' | 'name' | 'data'>;

const documentOf = (event: ClaimedEvent): EventDocument => ({
  id: event.id,
  client_id: event.client_id,
  session_id: event.session_id,
  category: event.category,
  name: event.name,
  data: event.data,
});

function enrich(event: ClaimedEvent, rules: EnrichmentRule[]): Enriched {
  const startedAt = clock.now();
  const { attributes, appliedRules } = enrichEvent(documentOf(event), rules);
  const added = Object.entries(attributes).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const detail = added.length === 0 ? 'no rule matched' : `${added.join(', ')} by ${appliedRules.join(', ')}`;
  return { event, attributes, step: step('enriched', startedAt, `${added.length} added`, detail) };
}

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

async function settle(enriched: Enriched[], destinations: DestinationChoice[]): Promise<Outcome[]> {
  const scanStartedAt = clock.now();
  const documents = enriched.map(({ event }) => toScannedDocument(event));
  const { results, patternCount } = await scanDocuments(documents);
  return enriched.map(({ event, attributes, step: enrichedStep }, i) => {
    const result = results[i];
    const document = documents[i];
    if (!result || !document) throw new Error('The scan answered for fewer events than it was given.');
    const scanned = step(
      'scanned',
      scanStartedAt,
      plural(result.matches.length, 'finding'),
      plural(patternCount, 'pattern'),
    );
    const decideStartedAt = clock.now();
    const judgement = judgeEvent(document, result);
    const { verdict, severity, reason, maskedData, maskedLabels } = judgement;
    const decided = step('decided', decideStartedAt, verdict, reason);
    const dispatchStartedAt = clock.now();
    const deliveries = chooseDestinations(
      { ...documentOf(event), attributes, verdict, severity },
      destinations,
    );
    const chosen = new Set(deliveries.map(({ destinationId }) => destinationId));
    const names = destinations.filter(({ id }) => chosen.has(id)).map(({ name }) => name);
    const outcome = verdict === 'block' ? 'withheld' : plural(deliveries.length, 'delivery', 'deliveries');
    const dispatched = step(
      'dispatched',
      dispatchStartedAt,
      outcome,
      names.join(', ') || 'no destination takes it',
    );
    return {
      event: {
        id: event.id,
        status: 'processed',
        verdict,
        severity,
        attributes,
        maskedData,
        maskedLabels,
        trace: [enrichedStep, scanned, decided, dispatched],
        processedAt: clock.now(),
        destinationIds: deliveries.map(({ destinationId }) => destinationId),
      },
      findings: result.matches.map((match) => ({
        eventId: event.id,
        patternId: match.patternId,
        patternVersion: match.version,
        patternName: match.patternName,
        severity: match.severity,
        action: match.effect,
        confidence: match.confidence,
        path: match.path,
        masked: match.masked,
        fingerprint: keyedHash(match.canonical),
        reasons: match.reasons,
        start: match.start,
        end: match.end,
      })),
      deliveries,
    };
  });
}

async function write(client: PgClient, outcomes: Outcome[]): Promise<void> {
  await finishEvents(
    client,
    outcomes.map(({ event }) => event),
  );
  await insertFindings(
    client,
    outcomes.flatMap(({ findings }) => findings),
  );
  await addDeliveries(
    client,
    outcomes.flatMap(({ deliveries }) => deliveries),
  );
}

/** The event alone is set aside, with the fault in its trace; its raw content is shown to nobody unscanned. */
async function setAside(id: string, error: unknown): Promise<void> {
  log.error({ err: error, eventId: id }, 'an event cannot be processed and is set aside');
  const clientId = await inPgTransaction(async (client) => {
    const [event] = await claimEvents(client, [id]);
    if (!event) return null;
    const failed = step(
      'failed',
      clock.now(),
      'failed',
      'the event could not be processed; the log says why',
    );
    await finishEvents(client, [
      {
        id,
        status: 'failed',
        verdict: null,
        severity: null,
        attributes: {},
        maskedData: null,
        maskedLabels: {},
        trace: [failed],
        processedAt: clock.now(),
        destinationIds: [],
      },
    ]);
    return event.client_id;
  });
  if (clientId !== null) noteWarning(clientId, 'not_processed', null);
}

/** The sender learns that its labels are not kept as it wrote them. */
function noteMaskedLabels(events: ClaimedEvent[], outcomes: Outcome[]): void {
  for (const [i, { event }] of outcomes.entries()) {
    const labels = Object.keys(event.maskedLabels).join(', ');
    const clientId = events[i]?.client_id;
    if (labels !== '' && clientId) noteWarning(clientId, 'label_masked', `${labels} held a secret`);
  }
}

async function processTogether(ids: string[]): Promise<number> {
  const [rules, destinations] = await Promise.all([activeEnrichmentRules(), destinationChoices()]);
  const { events, outcomes } = await inPgTransaction(async (client) => {
    const events = await claimEvents(client, ids);
    if (events.length === 0) return { events, outcomes: [] };
    const outcomes = await settle(
      events.map((event) => enrich(event, rules)),
      destinations,
    );
    await write(client, outcomes);
    return { events, outcomes };
  });
  noteMaskedLabels(events, outcomes);
  const deliveries = outcomes.reduce((sum, outcome) => sum + outcome.deliveries.length, 0);
  if (deliveries > 0) wakeWorkers('deliveries');
  return deliveries;
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
    if (ids.length === 1) return setAside(ids[0] as string, error);
    const middle = ids.length >> 1;
    await processEvents(ids.slice(0, middle));
    await processEvents(ids.slice(middle));
  }
}
