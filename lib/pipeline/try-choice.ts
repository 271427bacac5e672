import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { holdsPermission, requirePermission } from '#lib/auth/require-permission.ts';
import { checkTemplate } from '#lib/dispatch/check-template.ts';
import { composeBody } from '#lib/dispatch/choosing/compose-body.ts';
import { explainUnmet } from '#lib/dispatch/choosing/explain-unmet.ts';
import type { ChoiceTrial, ChoiceTrialResult, TriedEvent } from '#lib/dispatch/choosing/schema.ts';
import type { DeliveredEvent } from '#lib/dispatch/destination.ts';
import {
  type ChoiceRow,
  type SeenContent,
  selectForChoice,
  selectLastForChoice,
} from '#lib/events/choice-repo.ts';
import { toFilterDocument } from '#lib/events/filter-document.ts';
import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Filter } from '#lib/platform/filter.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { parseStoredJson } from '#lib/platform/json.ts';
import { asksFor, matchesFilter, whyNotTaken } from '#lib/platform/match-filter.ts';

const ABOVE_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const BATCH = 100;
const LOOKING_MS = 1_500;
const LOOKING_CHARACTERS = 32 * 1024 * 1024;
const EXAMPLES = 5;

const dataOf = (row: ChoiceRow): unknown => (row.data === null ? null : parseStoredJson(row.data));

const documentOf = (row: ChoiceRow, data: unknown): object => ({
  ...toFilterDocument({ ...row, data }),
  verdict: row.verdict,
  severity: row.severity,
});

function toDelivered(row: ChoiceRow, data: unknown): DeliveredEvent {
  const { id, external_id, client_id, source_id, session_id, category, name, verdict, severity, attributes } =
    row;
  return {
    ...{ id, external_id, client_id, source_id, session_id, category, name, verdict, severity, attributes },
    timestamp: row.occurred_at.toISOString(),
    received_at: row.received_at.toISOString(),
    data,
  };
}

const toTried = ({ id, category, name, occurred_at, verdict }: ChoiceRow): TriedEvent => ({
  id,
  category,
  name,
  timestamp: occurred_at.toISOString(),
  verdict,
});

function sampleRow({ timestamp, data, ...sample }: NonNullable<ChoiceTrial['sample']>): ChoiceRow {
  const now = clock.now();
  return {
    ...sample,
    ...{ client_id: null, client_name: null, source_id: null, source_name: null },
    id: uuidv7(),
    occurred_at: timestamp ?? now,
    received_at: now,
    status: 'processed',
    data: JSON.stringify(data),
    reveals: false,
    is_notice: false,
  };
}

async function findRow({ event_id, sample }: ChoiceTrial, seen: SeenContent): Promise<ChoiceRow | null> {
  if (sample) return sampleRow(sample);
  if (event_id === undefined) {
    return (await selectLastForChoice({ belowId: ABOVE_ALL, limit: 1 }, seen))[0] ?? null;
  }
  const row = await selectForChoice(event_id, seen);
  if (!row) throw new AppError('not_found', 'There is no event with this id.');
  if (row.status === 'processed') return row;
  const state = row.status === 'failed' ? 'could not be scanned' : 'has not been scanned yet';
  throw new AppError('conflict', `The event ${state}, so no destination can choose it.`);
}

/** Goes back through the last events, within bounds of time and of what is read. */
async function lookBack(
  filter: Filter,
  last: number,
  seen: SeenContent,
): Promise<ChoiceTrialResult['recent']> {
  const until = performance.now() + LOOKING_MS;
  const asked = asksFor(filter, 'data') ? seen : 'none';
  const found = { lookedAt: 0, taken: 0, characters: 0, latest: [] as TriedEvent[] };
  let [oldest, isEnd]: [ChoiceRow | null, boolean] = [null, false];
  while (
    !isEnd &&
    found.lookedAt < last &&
    found.characters < LOOKING_CHARACTERS &&
    performance.now() < until
  ) {
    const limit = Math.min(BATCH, last - found.lookedAt);
    const rows: ChoiceRow[] = await selectLastForChoice({ belowId: oldest?.id ?? ABOVE_ALL, limit }, asked);
    for (const row of rows) {
      found.characters += row.data?.length ?? 0;
      if (!matchesFilter(filter, documentOf(row, dataOf(row)))) continue;
      found.taken += 1;
      if (found.latest.length < EXAMPLES) found.latest.push(toTried(row));
    }
    found.lookedAt += rows.length;
    oldest = rows.at(-1) ?? oldest;
    isEnd = rows.length < limit;
  }
  return {
    looked_at: found.lookedAt,
    taken: found.taken,
    complete: isEnd || found.lookedAt >= last,
    since: oldest?.received_at.toISOString() ?? null,
    latest: found.latest,
  };
}

/** The content that the reader may try on: readers without findings:reveal learn nothing of what is masked for them. */
function seenBy(ctx: Context, { masked, form }: ChoiceTrial): SeenContent {
  return !masked && holdsPermission(ctx.actor, 'findings:reveal') ? form : 'masked';
}

/**
 * Whether a destination with these settings, saved or not, would take an event, what it would send, and how many of the
 * last events it would have taken. Nothing is sent, and nothing written but that somebody saw what is masked for others.
 * @throws AppError `not_found`; `conflict` for an event that has not been scanned.
 */
export async function tryChoice(ctx: Context, trial: ChoiceTrial): Promise<ChoiceTrialResult> {
  requirePermission(ctx, 'destinations:read');
  requirePermission(ctx, 'events:read');
  checkTemplate(trial.kind, trial.template);
  const seen = seenBy(ctx, trial);
  const [row, recent] = await Promise.all([findRow(trial, seen), lookBack(trial.filter, trial.last, seen)]);
  const common = { seen: seen === 'masked' ? 'masked' : 'delivered', recent } as const;
  if (!row) {
    return {
      event: null,
      notice: false,
      takes: null,
      withheld: null,
      unmet: [],
      body: null,
      body_fault: null,
      ...common,
    };
  }
  if (row.reveals) {
    await recordAudit(ctx, { action: 'events.reveal', subjectType: 'event', subjectId: row.id });
  }
  const data = dataOf(row);
  const document = documentOf(row, data);
  const message = { id: uuidv7(), attempt: 1, event: toDelivered(row, data) };
  return {
    event: { ...toTried(row), id: trial.sample ? null : row.id },
    notice: row.is_notice,
    takes: row.is_notice ? null : matchesFilter(trial.filter, document),
    withheld: row.verdict === 'block' ? 'The scan blocked this event.' : null,
    unmet: row.is_notice ? [] : whyNotTaken(trial.filter, document).map(explainUnmet),
    ...composeBody(trial, message),
    ...common,
  };
}
