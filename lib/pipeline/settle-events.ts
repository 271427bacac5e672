import { chooseDestinations } from '#lib/dispatch/choose-destinations.ts';
import type { NewDelivery } from '#lib/dispatch/delivery-repo.ts';
import type { DestinationChoice } from '#lib/dispatch/repo.ts';
import type { ScanResult } from '#lib/dlp/match.ts';
import { scanDocuments } from '#lib/dlp/scan-documents.ts';
import type { ScanSubject } from '#lib/dlp/scan-request.ts';
import { enrichEvent } from '#lib/enrichment/enrich-event.ts';
import type { EnrichmentRule } from '#lib/enrichment/schema.ts';
import { type EventDocument, toFilterDocument } from '#lib/events/filter-document.ts';
import type { ClaimedEvent, ProcessedEvent } from '#lib/events/repo.ts';
import type { TraceStep } from '#lib/events/schema.ts';
import type { NewFinding } from '#lib/findings/repo.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { clock } from '#lib/platform/clock.ts';
import { type Judgement, judgeEvent, toScannedDocument } from './judge-event.ts';
import { keptMatches, toFindings } from './to-findings.ts';
import { traceStep } from './trace-step.ts';

/** Everything that is to be written about one event. */
export type Settled = { event: ProcessedEvent; findings: NewFinding[]; deliveries: NewDelivery[] };

type Enriched = { event: ClaimedEvent; attributes: Record<string, unknown>; step: TraceStep };
type Chosen = { deliveries: NewDelivery[]; step: TraceStep };

const subjectOf = ({ category, client_id }: ClaimedEvent): ScanSubject => ({
  kind: 'event',
  category,
  ...(client_id !== null && { clientId: client_id }),
});

const documentOf = (event: ClaimedEvent): EventDocument =>
  toFilterDocument({ ...event, attributes: {}, data: event.exactData });

function enrich(event: ClaimedEvent, rules: readonly EnrichmentRule[]): Enriched {
  const startedAt = clock.now();
  const { attributes, appliedRules } = enrichEvent(documentOf(event), rules);
  const added = Object.entries(attributes).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const detail = added.length === 0 ? 'no rule matched' : `${added.join(', ')} by ${appliedRules.join(', ')}`;
  const step = traceStep('enriched', startedAt, { outcome: `${added.length} added`, detail });
  return { event, attributes, step };
}

/** As it is stored once the event is processed: a secret in it is masked. */
export const sessionOf = (
  { session_id }: Pick<ClaimedEvent, 'session_id'>,
  { maskedLabels }: Pick<ProcessedEvent, 'maskedLabels'>,
): string | null => maskedLabels.session_id ?? session_id;

function choose(
  { event, attributes }: Enriched,
  judged: Omit<Judgement, 'reason'>,
  destinations: readonly DestinationChoice[],
): Chosen {
  const startedAt = clock.now();
  const { verdict, severity, maskedData, maskedLabels } = judged;
  const whole = { ...documentOf(event), ...maskedLabels, attributes, verdict, severity };
  const redacted = maskedData === null || verdict === 'pass' ? whole : { ...whole, data: maskedData.value };
  const ordered = new Set(destinations.filter((one) => one.ordered).map(({ id }) => id));
  const sessionKey = sessionOf(event, judged);
  const deliveries = chooseDestinations({ id: event.id, verdict, whole, redacted }, destinations).map(
    (delivery) => (ordered.has(delivery.destinationId) ? { ...delivery, sessionKey } : delivery),
  );
  const chosen = new Set(deliveries.map(({ destinationId }) => destinationId));
  const names = destinations.filter(({ id }) => chosen.has(id)).map(({ name }) => name);
  const step = traceStep('dispatched', startedAt, {
    outcome: verdict === 'block' ? 'withheld' : formatCount(deliveries.length, 'delivery', 'deliveries'),
    detail: names.join(', ') || 'no destination takes it',
  });
  return { deliveries, step };
}

function settle(
  enriched: Enriched,
  scan: { result: ScanResult; step: TraceStep },
  destinations: readonly DestinationChoice[],
): Settled {
  const { event, attributes } = enriched;
  const startedAt = clock.now();
  const { reason, ...judged } = judgeEvent(toScannedDocument(event), scan.result);
  const decided = traceStep('decided', startedAt, { outcome: judged.verdict, detail: reason });
  const { deliveries, step: dispatched } = choose(enriched, judged, destinations);
  return {
    event: {
      id: event.id,
      status: 'processed',
      ...judged,
      attributes,
      trace: [enriched.step, scan.step, decided, dispatched],
      processedAt: clock.now(),
      destinationIds: deliveries.map(({ destinationId }) => destinationId),
    },
    findings: toFindings({ kind: 'event', id: event.id }, keptMatches(scan.result)),
    deliveries,
  };
}

/** Enriches, scans and decides about events, and chooses where they go; nothing is written. */
export async function settleEvents(
  events: readonly ClaimedEvent[],
  rules: readonly EnrichmentRule[],
  destinations: readonly DestinationChoice[],
): Promise<Settled[]> {
  const enriched = events.map((event) => enrich(event, rules));
  const startedAt = clock.now();
  const { results, patternCount } = await scanDocuments(
    events.map((event) => ({ subject: subjectOf(event), document: toScannedDocument(event) })),
  );
  return enriched.map((each, i) => {
    const result = results[i];
    if (!result) throw new Error('The scan answered for fewer events than it was given.');
    const outcome = formatCount(result.matches.length, 'finding');
    const excluded = result.excluded ? `, ${formatCount(result.excluded, 'match', 'matches')} excluded` : '';
    const detail = `${formatCount(patternCount, 'pattern')}${excluded}`;
    const step = traceStep('scanned', startedAt, { outcome, detail });
    return settle(each, { result, step }, destinations);
  });
}
