import { z } from 'zod';
import { columnPathFault, MAX_COLUMN_PATHS } from '#lib/events/columns/schema.ts';
import { EventFilters, FILTER_NAMES, isPathFilter } from '#lib/events/schema.ts';
import { Flag, Line } from '#lib/platform/schema.ts';

/** Columns every event has; further ones are paths such as `data.order.total`. */
const EVENT_COLUMN_IDS = [
  ...(['time', 'name', 'verdict', 'severity', 'status'] as const),
  ...(['category', 'client', 'session', 'attributes', 'id'] as const),
] as const;
export type EventColumnId = (typeof EVENT_COLUMN_IDS)[number];
export const isColumnId = (id: string): id is EventColumnId =>
  (EVENT_COLUMN_IDS as readonly string[]).includes(id);

/** Of one person, personal and shared ones together. */
export const MAX_VIEWS = 100;
const MAX_MEMBERS = 60;
const MAX_QUERY_LENGTH = 4_000;

/** The state of the explorer as its address holds it: filters, `range` or `from` and `to`, `columns`, `sort`. */
export type ViewQuery = Record<string, string>;
/** A member of the query and what is wrong with it. */
export type ViewFault = { member: string; message: string };

/** A span that ends now, by its name: `24h`. */
const RANGE = /^[1-9]\d{0,5}[mhdw]$/;

function columnsFault(text: string): string | null {
  const ids = text.split(',');
  const paths = ids.filter((id) => !isColumnId(id));
  if (paths.length > MAX_COLUMN_PATHS) return `names more than ${MAX_COLUMN_PATHS} paths`;
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined) return `names ${twice} twice`;
  const wrong = paths.find((path) => columnPathFault(path) !== null);
  return wrong === undefined ? null : `${wrong} is no column`;
}

function sortFault(text: string): string | null {
  const [, id = ''] = /^(.+)\.(?:asc|desc)$/.exec(text) ?? [];
  const isColumn = isColumnId(id) || (id !== '' && columnPathFault(id) === null);
  return isColumn ? null : 'is no column with .asc or .desc';
}

const BESIDES: Readonly<Record<string, (text: string) => string | null>> = {
  range: (text) => (RANGE.test(text) ? null : 'is no span such as 24h'),
  columns: columnsFault,
  sort: sortFault,
};

/** Whether the member is part of what a view keeps; the page, the open row and live are not. */
export const isViewMember = (name: string): boolean =>
  Object.hasOwn(BESIDES, name) || FILTER_NAMES.includes(name) || isPathFilter(name);

/** What the list's own filter says to these; those with a fault hide what it has to say about the rest. */
function filterFaults(filters: readonly [string, string][]): ViewFault[] {
  const { error } = EventFilters.safeParse(Object.fromEntries(filters));
  if (!error) return [];
  const faults = error.issues.map(({ path, message }) => ({ member: String(path[0] ?? ''), message }));
  const named = new Set(faults.map(({ member }) => member));
  const rest = filters.filter(([name]) => !named.has(name));
  return rest.length === filters.length ? faults : [...faults, ...filterFaults(rest)];
}

/** What of a view does not hold, by the schema of the list's own filter for whatever is a filter. */
export function viewFaults(query: ViewQuery): ViewFault[] {
  const faults = Object.entries(BESIDES).flatMap(([member, check]) => {
    const message = query[member] === undefined ? null : check(query[member]);
    return message === null ? [] : [{ member, message }];
  });
  if (query.range !== undefined && (query.from !== undefined || query.to !== undefined)) {
    faults.push({ member: 'range', message: 'cannot stand beside from or to' });
  }
  return [
    ...faults,
    ...filterFaults(Object.entries(query).filter(([name]) => !Object.hasOwn(BESIDES, name))),
  ];
}

const ViewQuery = z
  .record(z.string().max(250), z.string().min(1).max(2_500))
  .refine((query) => Object.keys(query).length <= MAX_MEMBERS, `holds more than ${MAX_MEMBERS} members`)
  .refine((query) => JSON.stringify(query).length <= MAX_QUERY_LENGTH, 'is longer than 4,000 characters')
  .superRefine((query, context) => {
    for (const { member, message } of viewFaults(query)) {
      context.addIssue({ code: 'custom', path: [member], message });
    }
  });

const view = { name: Line, shared: z.boolean(), query: ViewQuery };

/** `shared`: everybody who may read events sees it. */
export const EventViewInput = z.strictObject({ ...view, shared: view.shared.default(false) });
export type EventViewInput = z.infer<typeof EventViewInput>;

export const EventViewChange = z.strictObject(view).partial();
export type EventViewChange = z.infer<typeof EventViewChange>;

export const EventViewsQuery = z.strictObject({
  /** Those of the caller, shared or not; or those that others share. */
  mine: Flag.optional(),
});
export type EventViewsQuery = z.infer<typeof EventViewsQuery>;

export type EventView = {
  id: string;
  name: string;
  shared: boolean;
  mine: boolean;
  owner_name: string;
  query: ViewQuery;
  /** Members that were kept once and hold no more; they are not in the query. */
  ignored: ViewFault[];
  created_at: string;
  updated_at: string;
};
