import { z } from 'zod';
import { SEVERITIES, type Severity, VERDICTS, type Verdict } from '#lib/dlp/schema.ts';
import type { KnownPaths } from '#lib/platform/filter-fit.ts';
import { Flag, Moment } from '#lib/platform/schema.ts';
import { ColumnPaths } from './columns/schema.ts';

export const MAX_EVENTS_PER_CALL = 1_000;
export const MAX_DATA_BYTES = 256 * 1024;
/** Of a name, a category, a session and the sender's own id. */
export const MAX_LABEL_LENGTH = 128;

const Label = z.string().min(1).max(MAX_LABEL_LENGTH);

/** One event as a client sends it; time and size rules are checked where the clock and the bytes are known. */
export const NewEvent = z.object(
  {
    id: Label.optional(),
    session_id: Label.nullish(),
    category: Label.nullish(),
    name: Label,
    data: z.unknown().optional(),
    body: z.string().min(1).max(10_000).optional(),
    timestamp: z.string().max(64).nullish(),
  },
  'has to be an object',
);
export type NewEvent = z.infer<typeof NewEvent>;

const length = (min: number, max: number) =>
  z
    .string('must be a string')
    .min(min, `must be longer than or equal to ${min} characters`)
    .max(max, `must be shorter than or equal to ${max} characters`);

/** One event as clients of the events proxy send it; what is unknown is left aside. */
export const EarlierEvent = z.object({
  id: z.uuidv4('must be a UUID'),
  name: length(2, 1_000),
  body: length(1, 10_000),
  timestamp: length(1, 64),
});

/** What filters over an event can ask for; a client or a source that has been deleted keeps its name. */
export const EVENT_PATHS = {
  category: { holds: 'text' },
  name: { holds: 'text' },
  session_id: { holds: 'text', isNullable: true },
  external_id: { holds: 'text', isNullable: true },
  client: { holds: 'record', isNullable: true },
  'client.id': { holds: 'text' },
  'client.name': { holds: 'text' },
  client_id: { holds: 'text', isNullable: true },
  source: { holds: 'record', isNullable: true },
  'source.id': { holds: 'text' },
  'source.name': { holds: 'text' },
  source_id: { holds: 'text', isNullable: true },
  timestamp: { holds: 'moment' },
  id: { holds: 'text' },
  attributes: { holds: 'anything' },
  data: { holds: 'anything' },
} as const satisfies KnownPaths;

export const EVENT_STATUSES = ['accepted', 'processing', 'processed', 'failed'] as const;

/** What the sender is told of an event that was taken. */
export type EventReceipt = {
  id: string;
  status: 'accepted' | 'duplicate';
  received_at: string;
  status_url: string;
};

export const FACETS = ['status', 'verdict', 'severity', 'category', 'name', 'client', 'source'] as const;
export type FacetName = (typeof FACETS)[number];

/** Asks for events that have no verdict, no severity, no client or no source. */
export const NONE = 'none';

const facets = {
  status: z.enum(EVENT_STATUSES).optional(),
  verdict: z.enum([...VERDICTS, NONE]).optional(),
  severity: z.enum([...SEVERITIES, NONE]).optional(),
  category: Label.optional(),
  name: Label.optional(),
  client: z.union([z.uuid(), z.literal(NONE)], `must be the id of a client, or ${NONE}`).optional(),
  source: z.union([z.uuid(), z.literal(NONE)], `must be the id of a source, or ${NONE}`).optional(),
};

const filters = {
  ...facets,
  /** Leaves out what has the value. */
  'not.status': facets.status,
  'not.verdict': facets.verdict,
  'not.severity': facets.severity,
  'not.category': facets.category,
  'not.name': facets.name,
  'not.client': facets.client,
  'not.source': facets.source,
  session_id: Label.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  q: z.string().min(1).max(200).optional(),
};
const paging = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
};

const DATA_PATH = /^data\.(.{1,200})$/;

/** Besides the named filters, `data.<path>=<value>` asks for a value inside the content. */
function collectPaths(
  given: Record<string, unknown>,
  known: object,
  context: z.RefinementCtx,
): { path: string; value: string }[] {
  const paths: { path: string; value: string }[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (Object.hasOwn(known, name)) continue;
    const path = DATA_PATH.exec(name)?.[1];
    if (path !== undefined && typeof value === 'string' && value.length <= 1000) paths.push({ path, value });
    else context.addIssue({ code: 'custom', path: [name], message: 'is not a filter of this list' });
  }
  return paths;
}

type Filters = z.infer<z.ZodObject<typeof filters>>;

const toFilter = (given: Filters & Record<string, unknown>, known: object, context: z.RefinementCtx) => {
  const { session_id, category, name, client, source, status, verdict, severity, from, to, q } = given;
  const not = Object.fromEntries(FACETS.map((facet) => [facet, given[`not.${facet}`]]));
  const paths = collectPaths(given, known, context);
  return { session_id, category, name, client, source, status, verdict, severity, from, to, q, not, paths };
};

/** What each event of the list carries besides. */
const carried = {
  columns: ColumnPaths.optional(),
  /** `false` asks for the columns' whole values, which only holders of findings:reveal get. */
  masked: Flag.default(true),
};
const listed = { ...filters, ...paging, ...carried };

export const EventsQuery = z.looseObject(listed).transform((given, context) => {
  const { cursor, limit, columns, masked } = given;
  return { ...toFilter(given, listed, context), cursor, limit, columns, masked };
});
export type EventsQuery = z.infer<typeof EventsQuery>;

/** The named filters; further ones are `data.<path>`. */
export const FILTER_NAMES: readonly string[] = Object.keys(filters);
export const isPathFilter = (name: string): boolean => DATA_PATH.test(name);

/** The filter of the list, without its pages: what statistics and the live stream take. */
export const EventFilters = z
  .looseObject(filters)
  .transform((given, context) => toFilter(given, filters, context));
export type EventFilters = z.infer<typeof EventFilters>;

/** One bar: what the events in it came to, `count` their sum. */
export type EventBar = {
  at: string;
  count: number;
  pass: number;
  redact: number;
  block: number;
  failed: number;
  waiting: number;
  /** Only part of its time lies inside the filter, or has passed. */
  partial: boolean;
};
/** At most 20 values, most frequent first; `value` null stands for events without one. */
export type EventFacet = { values: { value: string | null; label: string; count: number }[]; more: boolean };

export type EventStats = {
  from: string;
  to: string;
  bucket_seconds: number;
  total: number | null;
  /** Null when the count was given up; `note` then says what helps. */
  bars: EventBar[] | null;
  /** Events that match but happened before the first bar. */
  earlier: number | null;
  /** Each counted without its own filter; null when that count was given up. */
  facets: Record<FacetName, EventFacet | null>;
  /** Counts are projected from a sample of the pages, because the range holds too many events to count at once. */
  estimated: boolean;
  note: string | null;
};

export const EventQuery = z.strictObject({
  include: z
    .string()
    .regex(
      /^(trace|findings|deliveries)(,(trace|findings|deliveries))*$/,
      'a list of trace, findings, deliveries',
    )
    .optional(),
  /** The masked form, also for whoever may see more. */
  masked: z.enum(['true', 'false']).default('false'),
});

/** One step of an event's way through the product. */
export type TraceStep = {
  step: string;
  at: string;
  duration_ms: number | null;
  outcome: string;
  detail: string | null;
};

export type EventSummary = {
  id: string;
  external_id: string | null;
  client_id: string | null;
  client_name: string | null;
  /** Set when a signed webhook brought it, and no client sent it. */
  source_id: string | null;
  source_name: string | null;
  session_id: string | null;
  category: string;
  name: string;
  timestamp: string;
  received_at: string;
  status: (typeof EVENT_STATUSES)[number];
  verdict: Verdict | null;
  severity: Severity | null;
  attributes: Record<string, unknown>;
};

/** An event of a list; the last two only when `columns` asks for them. */
export type ListedEvent = EventSummary & { columns?: Record<string, unknown>; columns_cut?: string[] };

/** `data` is masked, or null with `data_withheld` saying why, for whoever lacks findings:reveal. */
export type EventDetail = EventSummary & {
  data: unknown;
  data_withheld: string | null;
};
