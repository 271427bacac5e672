import { z } from 'zod';
import { Filter } from '#lib/platform/filter.ts';
import { Moment } from '#lib/platform/schema.ts';

export const MAX_EVENTS_PER_CALL = 1_000;
export const MAX_DATA_BYTES = 256 * 1024;
/** Of a name, a category, a session and the sender's own id. */
export const MAX_LABEL_LENGTH = 128;

const Label = z.string().min(1).max(MAX_LABEL_LENGTH);

/** One event as a client sends it; time and size rules are checked where the clock and the bytes are known. */
export const NewEvent = z.object({
  id: Label.optional(),
  session_id: Label.nullish(),
  category: Label.nullish(),
  name: Label,
  data: z.unknown().optional(),
  body: z.string().min(1).max(10_000).optional(),
  timestamp: z.string().max(64).nullish(),
});
export type NewEvent = z.infer<typeof NewEvent>;

export const EVENT_STATUSES = ['accepted', 'processing', 'processed', 'failed'] as const;
export const VERDICTS = ['pass', 'redact', 'block'] as const;
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

/** What the sender is told of an event that was taken. */
export type EventReceipt = {
  id: string;
  status: 'accepted' | 'duplicate';
  received_at: string;
  status_url: string;
};

const filters = {
  session_id: Label.optional(),
  category: Label.optional(),
  name: Label.optional(),
  client: z.uuid().optional(),
  status: z.enum(EVENT_STATUSES).optional(),
  verdict: z.enum(VERDICTS).optional(),
  severity: z.enum(SEVERITIES).optional(),
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

export const EventsQuery = z.looseObject({ ...filters, ...paging }).transform((given, context) => {
  const paths = collectPaths(given, { ...filters, ...paging }, context);
  const { session_id, category, name, client, status, verdict, severity, from, to, q, cursor, limit } = given;
  return { session_id, category, name, client, status, verdict, severity, from, to, q, cursor, limit, paths };
});
export type EventsQuery = z.infer<typeof EventsQuery>;

/** The filter of the list, without its pages: what statistics and the live stream take. */
export const EventFilters = z.looseObject(filters).transform((given, context) => {
  const paths = collectPaths(given, filters, context);
  const { session_id, category, name, client, status, verdict, severity, from, to, q } = given;
  return { session_id, category, name, client, status, verdict, severity, from, to, q, paths };
});
export type EventFilters = z.infer<typeof EventFilters>;

export const FACETS = ['status', 'verdict', 'severity', 'category', 'name', 'client'] as const;
export type FacetName = (typeof FACETS)[number];

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

export const EventParams = z.object({ id: z.uuid() });
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
  session_id: string | null;
  category: string;
  name: string;
  timestamp: string;
  received_at: string;
  status: (typeof EVENT_STATUSES)[number];
  verdict: (typeof VERDICTS)[number] | null;
  severity: (typeof SEVERITIES)[number] | null;
  attributes: Record<string, unknown>;
};

/** `data` is masked, or null with `data_withheld` saying why, for whoever lacks findings:reveal. */
export type EventDetail = EventSummary & {
  data: unknown;
  data_withheld: string | null;
};

const attributeName = z.string().regex(/^[A-Za-z_][\w.-]{0,63}$/, 'has to be a name such as brand');
const rule = {
  name: z.string().trim().min(1).max(128),
  filter: Filter,
  attributes: z
    .record(attributeName, z.json())
    .refine((attributes) => Object.keys(attributes).length > 0, 'adds nothing')
    .refine((attributes) => JSON.stringify(attributes).length <= 10_000, 'is larger than 10,000 characters'),
  enabled: z.boolean(),
  position: z.int().min(0).max(10_000),
};

/** When the filter matches an event, the attributes are added to it. Rules are applied by position, then name. */
export const EnrichmentRuleInput = z.strictObject({
  ...rule,
  filter: rule.filter.default({}),
  enabled: rule.enabled.default(true),
  position: rule.position.default(0),
});
export type EnrichmentRuleInput = z.infer<typeof EnrichmentRuleInput>;
export const EnrichmentRulePatch = z.strictObject(rule).partial();
export type EnrichmentRulePatch = z.infer<typeof EnrichmentRulePatch>;
export type EnrichmentRule = Omit<EnrichmentRuleInput, 'attributes'> & {
  id: string;
  attributes: Record<string, unknown>;
  created_at: string;
  updated_at: string;
};
