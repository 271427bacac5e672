import { destinationChoices } from '#lib/dispatch/add-deliveries.ts';
import { chooseForReplay } from '#lib/dispatch/deliveries/choose-for-replay.ts';
import { addToDispatched } from '#lib/dispatch/deliveries/redo-repo.ts';
import { deliveriesOf, withholdWaiting } from '#lib/dispatch/deliveries/replay-repo.ts';
import type { NewDelivery } from '#lib/dispatch/delivery-repo.ts';
import { activeEnrichmentRules } from '#lib/enrichment/active-enrichment-rules.ts';
import { finishReplays, lockForReplay, type ReplayableEvent } from '#lib/events/replay-repo.ts';
import type { TraceStep } from '#lib/events/schema.ts';
import { insertFurtherFindings } from '#lib/findings/repo.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { clock } from '#lib/platform/clock.ts';
import type { PgClient } from '#lib/platform/db.ts';
import { blameEvent } from './blame-event.ts';
import { type Settled, settleEvents } from './settle-events.ts';
import { traceStep } from './trace-step.ts';

export type ReplayRequest = {
  ids: readonly string[];
  /** Leave out the destinations that have the event. */
  onlyNew: boolean;
  operationId: string;
  /** Who asked, for the trace. */
  by: string;
};

export type ReplayOutcome = { id: string; skipped: 'gone' | 'not_processed' | null; made: number };

/** The steps of this round, under one that says which it is; the last tells what was added, and not what was chosen. */
function stepsOf(
  { event }: Settled,
  {
    round,
    by,
    added,
    startedAt,
  }: { round: number; by: string; added: readonly NewDelivery[]; startedAt: Date },
): TraceStep[] {
  const head = traceStep('replayed', startedAt, { outcome: `round ${round}`, detail: `asked for by ${by}` });
  return [{ ...head, duration_ms: null }, ...event.trace].map((step) => {
    if (step.step !== 'dispatched' || event.verdict === 'block') return step;
    const chosen = formatCount(event.destinationIds.length, 'destination');
    return {
      ...step,
      outcome: formatCount(added.length, 'new delivery', 'new deliveries'),
      detail: `${chosen} chosen: ${step.detail}`,
    };
  });
}

async function settle(events: readonly ReplayableEvent[]): Promise<Settled[]> {
  const [rules, destinations] = await Promise.all([activeEnrichmentRules(), destinationChoices()]);
  return settleEvents(events, rules, destinations).catch((error: unknown) => {
    throw blameEvent(error, events);
  });
}

/**
 * Enriches, scans and decides about events once more, by the rules of now, in the caller's transaction: new deliveries
 * for what is chosen now, a further round in the trace, further findings beside those that were made. Nothing that was
 * found is deleted; what waits of an event that is blocked now is withheld.
 * @throws what the scan broke off at, with the event to blame.
 */
export async function replayEvents(client: PgClient, request: ReplayRequest): Promise<ReplayOutcome[]> {
  const locked = await lockForReplay(client, request.ids);
  const events = locked.filter(({ status }) => status === 'processed' || status === 'failed');
  const startedAt = clock.now();
  const settled = events.length === 0 ? [] : await settle(events);
  const standing = Map.groupBy(
    await deliveriesOf(
      client,
      events.map(({ id }) => id),
    ),
    ({ event_id }) => event_id,
  );
  const replayed = settled.map((one, i) => {
    const { onlyNew, by } = request;
    const added = chooseForReplay(one.deliveries, standing.get(one.event.id) ?? [], { onlyNew });
    const round = (events[i]?.rounds ?? 1) + 1;
    return { event: { ...one.event, trace: stepsOf(one, { round, by, added, startedAt }) }, added };
  });
  if (replayed.length > 0) {
    await finishReplays(
      client,
      replayed.map(({ event }) => event),
    );
    await insertFurtherFindings(
      client,
      settled.flatMap(({ findings }) => findings),
    );
    await withholdWaiting(
      client,
      replayed.flatMap(({ event }) => (event.verdict === 'block' ? [event.id] : [])),
    );
    const added = replayed.flatMap((one) => one.added);
    await addToDispatched(
      client,
      added.map((one) => ({ ...one, cause: 'replay', originId: null })),
      { operationId: request.operationId },
    );
  }
  const statuses = new Map(locked.map(({ id, status }) => [id, status]));
  const made = new Map(replayed.map(({ event, added }) => [event.id, added.length]));
  return request.ids.map((id) => ({
    id,
    skipped: made.has(id) ? null : statuses.has(id) ? 'not_processed' : 'gone',
    made: made.get(id) ?? 0,
  }));
}
