import { readBounded } from '#lib/platform/read-bounded.ts';
import { type IdStep, type IdsFound, walkIds } from '#lib/platform/walk-ids.ts';
import { type DeliveryConditions, deliveryConditions } from './filter-conditions.ts';
import type { DeliveryFilters } from './schema.ts';

/** What a bulk operation is to act on: all that a filter takes, or the deliveries of a list. */
export type DeliverySelection = { filter: Partial<DeliveryFilters> } | { ids: readonly string[] };

function conditionsOf(selection: DeliverySelection): DeliveryConditions {
  if ('filter' in selection) return deliveryConditions(selection.filter);
  const conditions = deliveryConditions({});
  conditions.parts.push(`d.id = ANY(${conditions.param([...selection.ids])}::uuid[])`);
  return conditions;
}

type Bounds = { statuses: readonly string[]; belowId: string; most: number };
export type DeliveryGroup = {
  destination_id: string;
  destination: string;
  enabled: boolean;
  deleted: boolean;
  paused: boolean;
  rate_per_second: number | null;
  status: string;
  count: number;
};

/** Those of the statuses by destination and status, counted up to `most`, or the others by status. */
export function groupDeliveries(
  selection: DeliverySelection,
  { statuses, belowId, most }: Bounds,
  { others }: { others: boolean },
): Promise<DeliveryGroup[]> {
  const { parts, values, param } = conditionsOf(selection);
  parts.push(
    `d.id < ${param(belowId)}`,
    `d.status ${others ? '<> ALL' : '= ANY'}(${param(statuses)}::text[])`,
  );
  return readBounded<DeliveryGroup>(
    `SELECT t.id AS destination_id, t.name AS destination, t.enabled, t.deleted_at IS NOT NULL AS deleted,
        t.paused_at IS NOT NULL AS paused, t.rate_per_second::float8 AS rate_per_second, counted.status, counted.count
      FROM (
        SELECT destination_id, status, count(*)::int AS count FROM (
          SELECT d.destination_id, d.status FROM deliveries d WHERE ${parts.join(' AND ')} LIMIT ${param(most)}
        ) AS found GROUP BY 1, 2
      ) AS counted JOIN destinations t ON t.id = counted.destination_id ORDER BY counted.count DESC, t.name`,
    values,
  );
}

export type DeliverySample = {
  id: string;
  event_id: string;
  name: string | null;
  destination: string;
  status: string;
};

/** The first that will be acted on. */
export function sampleDeliveries(
  selection: DeliverySelection,
  { statuses, belowId, most }: Bounds,
): Promise<DeliverySample[]> {
  const { parts, values, param } = conditionsOf(selection);
  parts.push(`d.id < ${param(belowId)}`, `d.status = ANY(${param(statuses)}::text[])`);
  return readBounded<DeliverySample>(
    `SELECT d.id, d.event_id, e.name, t.name AS destination, d.status FROM (
        SELECT * FROM deliveries d WHERE ${parts.join(' AND ')} ORDER BY d.id LIMIT ${param(most)}
      ) d JOIN destinations t ON t.id = d.destination_id LEFT JOIN events e ON e.id = d.event_id ORDER BY d.id`,
    values,
  );
}

/** Which of the list there are, and are of these statuses. */
export async function eligibleDeliveryIds(
  ids: readonly string[],
  statuses: readonly string[],
): Promise<{ found: number; eligible: string[] }> {
  const rows = await readBounded<{ id: string; eligible: boolean }>(
    `SELECT id, status = ANY($2::text[]) AS eligible FROM deliveries WHERE id = ANY($1::uuid[]) ORDER BY id`,
    [[...ids], [...statuses]],
  );
  return { found: rows.length, eligible: rows.filter(({ eligible }) => eligible).map(({ id }) => id) };
}

/** The next deliveries that a filter takes, oldest first. */
export function nextDeliveries(
  filter: Partial<DeliveryFilters>,
  statuses: readonly string[],
  step: IdStep,
): Promise<IdsFound> {
  const conditions = (): DeliveryConditions => {
    const made = deliveryConditions(filter);
    made.parts.push(`d.status = ANY(${made.param([...statuses])}::text[])`);
    return made;
  };
  return walkIds({ from: 'deliveries d', alias: 'd', conditions }, step);
}
