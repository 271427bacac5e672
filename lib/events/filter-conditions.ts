import { uuidv7Floor } from '#lib/platform/ids.ts';
import { escapeLike } from '#lib/platform/like.ts';
import { type EventFilters, FACETS, type FacetName, NONE } from './schema.ts';

export type FilterOfReader = Partial<EventFilters> & {
  /** Set when the words that are looked for turned out to be the id of an event. */
  id?: string;
  /** Set when a client asks: it sees its own events only. */
  ownClientId: string | null;
};

export type Conditions = {
  /** To be joined with AND; values only ever travel as parameters. */
  parts: string[];
  values: unknown[];
  /** Adds a value, answers its place in the statement. */
  param: (value: unknown) => string;
};

/** An event is never received before it happened, but for the 5 s that a clock may be ahead. */
export const CLOCK_AHEAD_MS = 5_000;

const COLUMNS: Readonly<Record<FacetName, { column: string; nullable: boolean }>> = {
  status: { column: 'e.status', nullable: false },
  verdict: { column: 'e.verdict', nullable: true },
  severity: { column: 'e.severity', nullable: true },
  category: { column: 'e.category', nullable: false },
  name: { column: 'e.name', nullable: false },
  client: { column: 'e.client_id', nullable: true },
  source: { column: 'e.source_id', nullable: true },
};

const isSet = (value: string | undefined): boolean => value !== undefined && value !== NONE;

/** Whether only what was caught can meet it: that has a masked form, and indexes of its own. */
const asksForCaught = ({ verdict, severity }: FilterOfReader, without?: FacetName): boolean =>
  (without !== 'verdict' && isSet(verdict) && verdict !== 'pass') ||
  (without !== 'severity' && isSet(severity));

/** The filter as conditions on `events e`; `without` leaves one facet out of it. */
export function filterConditions(filter: FilterOfReader, without?: FacetName): Conditions {
  const values: unknown[] = [];
  const parts: string[] = [];
  const param = (value: unknown): string => `$${values.push(value)}`;
  if (filter.ownClientId !== null) parts.push(`e.client_id = ${param(filter.ownClientId)}`);
  for (const facet of FACETS) {
    if (facet === without) continue;
    const { column, nullable } = COLUMNS[facet];
    const [only, not] = [filter[facet], filter.not?.[facet]];
    if (only === NONE && nullable) parts.push(`${column} IS NULL`);
    else if (only !== undefined) parts.push(`${column} = ${param(only)}`);
    if (not === NONE && nullable) parts.push(`${column} IS NOT NULL`);
    else if (not !== undefined) parts.push(`${column} IS DISTINCT FROM ${param(not)}`);
  }
  if (asksForCaught(filter, without)) parts.push('e.masked_data IS NOT NULL');
  if (filter.session_id !== undefined) parts.push(`e.session_id = ${param(filter.session_id)}`);
  if (filter.from) {
    parts.push(`e.occurred_at >= ${param(filter.from)}`);
    const receivedFrom = new Date(filter.from.getTime() - CLOCK_AHEAD_MS);
    parts.push(`e.id >= ${param(uuidv7Floor(receivedFrom))}`);
  }
  if (filter.to) parts.push(`e.occurred_at < ${param(filter.to)}`);
  if (filter.id !== undefined) parts.push(`e.id = ${param(filter.id)}`);
  else if (filter.q) {
    const like = param(`%${escapeLike(filter.q)}%`);
    parts.push(`(e.name ILIKE ${like} OR e.external_id ILIKE ${like} OR e.session_id ILIKE ${like}
      OR (e.status = 'processed' AND coalesce(e.masked_data, e.data)::text ILIKE ${like}))`);
  }
  // On the masked form where there is one: a filter must not tell what the reader may not see.
  for (const { path, value } of filter.paths ?? []) {
    const keys = param(path.split('.'));
    parts.push(
      `(e.status = 'processed' AND coalesce(e.masked_data, e.data) #>> ${keys}::text[] = ${param(value)})`,
    );
  }
  return { parts, values, param };
}
