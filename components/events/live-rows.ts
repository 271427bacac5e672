import type { EventSummary } from '#lib/events/schema.ts';

/** An event that the stream told of; it stands for so many, where not all are told of. */
export type Arrived = { event: EventSummary; weight: number };

const MAX_ARRIVED = 500;

const isAbove = (a: EventSummary, b: EventSummary): boolean =>
  a.timestamp === b.timestamp ? a.id > b.id : a.timestamp > b.timestamp;

/** Newest first, as the list orders them. */
const newestFirst = (a: EventSummary, b: EventSummary): number => (isAbove(a, b) ? -1 : 1);

/** Adds what arrived, each event once, the latest telling of it; the oldest are forgotten. */
export function addArrived(known: readonly Arrived[], more: readonly Arrived[]): Arrived[] {
  const byId = new Map([...known, ...more].map((one) => [one.event.id, one]));
  return [...byId.values()].slice(-MAX_ARRIVED);
}

const isSettled = ({ status }: EventSummary): boolean => status === 'processed' || status === 'failed';

/**
 * The first page with what arrived since, in the order of the list. What belongs below the page's last row stays out:
 * it is on the next page. Where both know an event, the one that is further on its way wins.
 */
export function withArrived(
  page: { items: readonly EventSummary[]; hasMore: boolean },
  arrived: readonly Arrived[],
): EventSummary[] {
  const rows = new Map(page.items.map((event) => [event.id, event]));
  const last = page.hasMore ? page.items.at(-1) : undefined;
  for (const { event } of arrived) {
    const known = rows.get(event.id);
    if (known ? !isSettled(known) : !last || isAbove(event, last)) rows.set(event.id, event);
  }
  return [...rows.values()].toSorted(newestFirst);
}

export type Held = {
  /** As they stood when the list was held, each as it is known now. */
  rows: EventSummary[];
  /** How many have come since. */
  newCount: number;
};

/** A list that stands still while rows go on arriving. */
export function holdRows(
  frozen: readonly EventSummary[],
  current: readonly EventSummary[],
  arrived: readonly Arrived[],
): Held {
  const now = new Map(current.map((event) => [event.id, event]));
  const isShown = new Set(frozen.map(({ id }) => id));
  const weights = new Map(arrived.map(({ event, weight }) => [event.id, weight]));
  const newCount = current
    .filter(({ id }) => !isShown.has(id))
    .reduce((sum, { id }) => sum + (weights.get(id) ?? 1), 0);
  return { rows: frozen.map((event) => now.get(event.id) ?? event), newCount };
}
