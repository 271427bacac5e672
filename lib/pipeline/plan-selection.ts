import {
  type BulkInput,
  type BulkPlan,
  ELIGIBLE_STATUSES,
  MAX_PLANNED,
  TARGETS,
} from '#lib/bulk-operations/schema.ts';
import {
  type DeliveryGroup,
  type DeliverySelection,
  eligibleDeliveryIds,
  groupDeliveries,
  sampleDeliveries,
} from '#lib/dispatch/deliveries/bulk-repo.ts';
import { DeliveryFilters } from '#lib/dispatch/deliveries/schema.ts';
import { type EventSelection, eligibleEventIds, groupEvents, sampleEvents } from '#lib/events/bulk-repo.ts';
import { EventFilters } from '#lib/events/schema.ts';
import { formatCount, formatNumber } from '#lib/format/format-number.ts';

const SAMPLE = 5;

export type PlannedSelection = { plan: BulkPlan; ids: string[] };

type Warning = BulkPlan['warnings'][number];
type StatusCount = { status: string; count: number };

const totalOf = (groups: readonly { count: number }[]): number =>
  groups.reduce((sum, { count }) => sum + count, 0);

function bySum<K extends string>(groups: readonly ({ count: number } & Record<K, string>)[], key: K) {
  const sums = new Map<string, number>();
  for (const group of groups) sums.set(group[key], (sums.get(group[key]) ?? 0) + group.count);
  return [...sums].sort((a, b) => b[1] - a[1]);
}

const statusCounts = (groups: readonly StatusCount[]): StatusCount[] =>
  bySum(groups, 'status').map(([status, count]) => ({ status, count }));

function generalWarnings(
  input: BulkInput,
  { total, capped, missing }: { total: number; capped: boolean; missing: number },
): Warning[] {
  const noun = TARGETS[input.kind] === 'events' ? 'event' : 'delivery';
  const count = formatCount(total, noun, TARGETS[input.kind]);
  return [
    ...(total === 0 ? [{ code: 'nothing', detail: 'Nothing that matches can be acted on.' }] : []),
    ...(capped
      ? [
          {
            code: 'counted_up_to',
            detail: `More than ${formatNumber(MAX_PLANNED)} match; they are not counted to the end.`,
          },
        ]
      : []),
    ...(total > input.limit
      ? [
          {
            code: 'over_limit',
            detail: `${capped ? 'More than ' : ''}${count} match. This run takes the oldest ${formatNumber(input.limit)}; raise the limit to take more.`,
          },
        ]
      : []),
    ...(missing > 0
      ? [
          {
            code: 'ids_missing',
            detail: `${formatCount(missing, 'id')} of the list no longer lead anywhere.`,
          },
        ]
      : []),
  ];
}

function destinationWarnings(input: BulkInput, groups: readonly DeliveryGroup[]): Warning[] {
  if (input.kind === 'discard') return [];
  const perDestination = [...new Map(groups.map((group) => [group.destination_id, group])).values()];
  return perDestination.flatMap((group) => warningOf(group, input.rate_per_second) ?? []);
}

function warningOf(group: DeliveryGroup, perSecond: number): Warning | null {
  const { destination, enabled, deleted, paused, rate_per_second: rate } = group;
  const warn = (code: string, what: string): Warning => ({ code, detail: `${destination} ${what}` });
  if (deleted) return warn('destination_deleted', 'is deleted: its deliveries will be skipped.');
  if (!enabled) return warn('destination_disabled', 'is disabled: its deliveries will be skipped.');
  if (paused) return warn('destination_paused', 'is paused: what is added waits until it is resumed.');
  if (rate === null || rate >= perSecond) return null;
  return warn('destination_slower', `takes ${rate} calls a second: what is added faster waits for it.`);
}

async function planDeliveries(input: BulkInput, belowId: string): Promise<PlannedSelection> {
  const statuses = ELIGIBLE_STATUSES[input.kind];
  const listed = input.ids && (await eligibleDeliveryIds([...new Set(input.ids)], statuses));
  const selection: DeliverySelection = input.ids
    ? { ids: input.ids }
    : { filter: DeliveryFilters.parse(input.filter) };
  const bounds = { statuses, belowId, most: MAX_PLANNED + 1 };
  const [groups, others, sample] = await Promise.all([
    groupDeliveries(selection, bounds, { others: false }),
    groupDeliveries(selection, bounds, { others: true }),
    sampleDeliveries(selection, { ...bounds, most: SAMPLE }),
  ]);
  const counted = totalOf(groups);
  const total = Math.min(counted, MAX_PLANNED);
  const capped = counted > MAX_PLANNED;
  const missing = listed && input.ids ? new Set(input.ids).size - listed.found : 0;
  const names = new Map(groups.map((group) => [group.destination_id, group.destination]));
  return {
    ids: listed?.eligible ?? [],
    plan: {
      ...{ total, capped, sample },
      by_destination: bySum(groups, 'destination_id').map(([id, count]) => ({
        destination_id: id,
        destination: names.get(id) ?? id,
        count,
      })),
      by_status: statusCounts(groups),
      left_out: statusCounts(others),
      warnings: [
        ...generalWarnings(input, { total, capped, missing }),
        ...destinationWarnings(input, groups),
      ],
    },
  };
}

async function planEvents(input: BulkInput, belowId: string): Promise<PlannedSelection> {
  const statuses = ELIGIBLE_STATUSES[input.kind];
  const listed = input.ids && (await eligibleEventIds([...new Set(input.ids)], statuses));
  const selection: EventSelection = input.ids
    ? { ids: input.ids }
    : { filter: EventFilters.parse(input.filter) };
  const bounds = { belowId, most: MAX_PLANNED + 1 };
  const [groups, sample] = await Promise.all([
    groupEvents(selection, bounds),
    sampleEvents(selection, { belowId, most: SAMPLE, statuses }),
  ]);
  const eligible = groups.filter(({ status }) => statuses.includes(status));
  const capped = totalOf(groups) > MAX_PLANNED;
  const total = Math.min(totalOf(eligible), MAX_PLANNED);
  const missing = listed && input.ids ? new Set(input.ids).size - listed.found : 0;
  const again: Warning[] = input.only_new
    ? []
    : [{ code: 'sent_again', detail: 'Destinations that have an event already get it once more.' }];
  return {
    ids: listed?.eligible ?? [],
    plan: {
      ...{ total, capped, by_destination: [], by_status: eligible },
      left_out: groups.filter(({ status }) => !statuses.includes(status)),
      sample: sample.map((one) => ({ ...one, event_id: one.id, destination: null })),
      warnings: [...generalWarnings(input, { total, capped, missing }), ...again],
    },
  };
}

/** What a bulk operation would act on: counts, the first items, and what somebody should know before it starts. */
export function planSelection(input: BulkInput, belowId: string): Promise<PlannedSelection> {
  return TARGETS[input.kind] === 'events' ? planEvents(input, belowId) : planDeliveries(input, belowId);
}
