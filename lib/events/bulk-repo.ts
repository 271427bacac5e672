import { readBounded } from '#lib/platform/read-bounded.ts';
import { type IdStep, type IdsFound, walkIds } from '#lib/platform/walk-ids.ts';
import { type Conditions, filterConditions } from './filter-conditions.ts';
import { narrowToId } from './narrow-to-id.ts';
import type { EventFilters } from './schema.ts';

/** What a bulk operation is to act on: all that a filter takes, or the events of a list. */
export type EventSelection = { filter: EventFilters } | { ids: readonly string[] };

async function conditionsOf(selection: EventSelection): Promise<Conditions> {
  if ('filter' in selection) {
    return filterConditions(await narrowToId({ ...selection.filter, ownClientId: null }));
  }
  const conditions = filterConditions({ ownClientId: null });
  conditions.parts.push(`e.id = ANY(${conditions.param([...selection.ids])}::uuid[])`);
  return conditions;
}

type Bounds = { belowId: string; most: number };

/** How many there are of each status, counted up to `most` over all. */
export async function groupEvents(
  selection: EventSelection,
  { belowId, most }: Bounds,
): Promise<{ status: string; count: number }[]> {
  const { parts, values, param } = await conditionsOf(selection);
  parts.push(`e.id < ${param(belowId)}`);
  return readBounded(
    `SELECT status, count(*)::int AS count FROM (
        SELECT e.status FROM events e WHERE ${parts.join(' AND ')} LIMIT ${param(most)}
      ) AS found GROUP BY 1 ORDER BY 2 DESC`,
    values,
  );
}

/** The first that will be acted on. */
export async function sampleEvents(
  selection: EventSelection,
  { belowId, most, statuses }: Bounds & { statuses: readonly string[] },
): Promise<{ id: string; name: string; status: string }[]> {
  const { parts, values, param } = await conditionsOf(selection);
  parts.push(`e.id < ${param(belowId)}`, `e.status = ANY(${param([...statuses])}::text[])`);
  return readBounded(
    `SELECT e.id, e.name, e.status FROM events e WHERE ${parts.join(' AND ')} ORDER BY e.id LIMIT ${param(most)}`,
    values,
  );
}

/** Which of the list there are, and are of these statuses. */
export async function eligibleEventIds(
  ids: readonly string[],
  statuses: readonly string[],
): Promise<{ found: number; eligible: string[] }> {
  const rows = await readBounded<{ id: string; eligible: boolean }>(
    `SELECT id, status = ANY($2::text[]) AS eligible FROM events WHERE id = ANY($1::uuid[]) ORDER BY id`,
    [[...ids], [...statuses]],
  );
  return { found: rows.length, eligible: rows.filter(({ eligible }) => eligible).map(({ id }) => id) };
}

/** The next events that a filter takes, by their receipt, oldest first. */
export async function nextEvents(
  filter: EventFilters,
  statuses: readonly string[],
  step: IdStep,
): Promise<IdsFound> {
  const narrowed = await narrowToId({ ...filter, ownClientId: null });
  const conditions = (): Conditions => {
    const made = filterConditions(narrowed);
    made.parts.push(`e.status = ANY(${made.param([...statuses])}::text[])`);
    return made;
  };
  return walkIds({ from: 'events e', alias: 'e', conditions }, step);
}
