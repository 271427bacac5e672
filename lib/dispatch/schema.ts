import { z } from 'zod';
import { OVERLAPS } from '#lib/clients/schema.ts';
import { Flag, Line, SearchText } from '#lib/platform/schema.ts';
import { EventFilter, Form } from './choosing/schema.ts';
import { CONFIGS, DESTINATION_KINDS } from './destinations/schema.ts';
import { Template } from './templates/schema.ts';

const DAY_MS = 86_400_000;

/** pending: due or waiting, for its next attempt, its session or its destination; dead: the plan is used up, or the product disabled the destination; withheld: blocked by the scan; discarded: its destination was disabled by a person or deleted, or a person gave it up. */
export const DELIVERY_STATUSES = [
  'pending',
  'delivering',
  'delivered',
  'dead',
  'withheld',
  'discarded',
] as const;
const DeliveryStatus = z.enum(DELIVERY_STATUSES);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/** `lost`: the process that sent it stopped before the answer was recorded. */
export const ATTEMPT_OUTCOMES = ['delivered', 'refused', 'unreachable', 'timed_out', 'lost'] as const;
const AttemptOutcome = z.enum(ATTEMPT_OUTCOMES);

const settings = {
  name: Line,
  filter: EventFilter,
  /** `whole` sends what is masked for readers as it came; blocked events are withheld all the same. */
  form: Form,
  /** Makes the body of an event; null for the kind's own. */
  template: Template.nullable(),
  enabled: z.boolean(),
  /** Gets what this installation tells about itself, whatever the filter. */
  notices: z.boolean(),
  /** Calls a second over all processes; null for no limit. */
  rate_per_second: z.number().min(0.001).max(10_000).nullable(),
  concurrency: z.int().min(1).max(100),
  /** Events of one session go one after the other, in the order they were received. */
  ordered: z.boolean(),
  timeout_ms: z.int().min(500).max(30_000),
  /** Waits before the second, third, … attempt; null for the default of about three days, none for a single attempt. */
  retry_plan_ms: z
    .array(
      z
        .int()
        .min(100)
        .max(7 * DAY_MS),
    )
    .max(30)
    .nullable(),
};

const shared = {
  name: settings.name,
  filter: settings.filter.default({}),
  form: settings.form.default('redacted'),
  template: settings.template.default(null),
  enabled: settings.enabled.default(true),
  notices: settings.notices.default(false),
  rate_per_second: settings.rate_per_second.default(null),
  concurrency: settings.concurrency.default(8),
  ordered: settings.ordered.default(false),
  timeout_ms: settings.timeout_ms.default(15_000),
  retry_plan_ms: settings.retry_plan_ms.default(null),
};

const inputs = DESTINATION_KINDS.map((kind) =>
  z.strictObject({ ...shared, kind: z.literal(kind), config: CONFIGS[kind] }),
);
type Inputs = [(typeof inputs)[number], ...typeof inputs];

/** One shape for each kind. */
export const DestinationInput = z.discriminatedUnion('kind', inputs as Inputs);

/** What may be changed: the kind stays. `config` replaces the old one as a whole and is checked by the kind. */
export const DestinationChange = z
  .strictObject({ ...settings, config: z.record(z.string(), z.unknown()) })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');

export const DestinationsQuery = z.strictObject({
  /** Part of the name. */
  q: SearchText.optional(),
  kind: z.enum(DESTINATION_KINDS).optional(),
  enabled: Flag.optional(),
  notices: Flag.optional(),
});

/** closed: called as events come; open: not called; half_open: called one at a time, to see whether it is back. */
const BREAKER_STATES = ['closed', 'open', 'half_open'] as const;

const DestinationBreaker = z.object({
  state: z.enum(BREAKER_STATES),
  /** Since when it is not called as events come. */
  opened_at: z.iso.datetime().nullable(),
  /** When it is tried again; in the past while a try is due or under way. */
  next_probe_at: z.iso.datetime().nullable(),
  /** Tries that failed in a row; at the tenth the destination is disabled. */
  failed_half_opens: z.int(),
});

/** Half of the answers, and 95 of 100, came within so many milliseconds, to the width of a range of their histogram. */
export const AnswerMs = z.object({ p50: z.int(), p95: z.int() });

export const DestinationHealth = z.object({
  /** In this hour and the 23 before: attempts that delivered, and deliveries that ended on the dead shelf. */
  delivered: z.int(),
  failed: z.int(),
  /** delivered / (delivered + failed), null when nothing finished. */
  success_rate: z.number().nullable(),
  /** Attempts of each of the last 24 hours of UTC, the last one still filling. */
  hours: z.array(z.object({ at: z.iso.datetime(), delivered: z.int(), failed: z.int() })),
  /** Calls that ended in the last full minute, by the second. */
  calls_per_second: z.number(),
  /** Of this hour and the one before. */
  answer_ms: AnswerMs.nullable(),
  /** Waiting for an attempt, counted up to 10,000. */
  backlog: z.int(),
  in_flight: z.int(),
  oldest_waiting_at: z.iso.datetime().nullable(),
  last_delivered_at: z.iso.datetime().nullable(),
  breaker: DestinationBreaker,
});

export const Destination = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(DESTINATION_KINDS),
  /** Secrets are masked. */
  config: z.record(z.string(), z.unknown()),
  filter: z.record(z.string(), z.unknown()),
  form: Form,
  template: Template.nullable(),
  enabled: z.boolean(),
  notices: z.boolean(),
  disabled_at: z.iso.datetime().nullable(),
  /** Why the product disabled it by itself; null when a person did. */
  disabled_reason: z.string().nullable(),
  /** Since when its deliveries are queued and nothing is sent. */
  paused_at: z.iso.datetime().nullable(),
  rate_per_second: z.number().nullable(),
  concurrency: z.int(),
  ordered: z.boolean(),
  timeout_ms: z.int(),
  retry_plan_ms: z.array(z.int()).nullable(),
  version: z.int(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export const DestinationWithHealth = Destination.extend({ health: DestinationHealth });

/** Gives a new secret to sign with; for so long the old one signs beside it. */
export const RotateSigningSecret = z.strictObject({
  overlap: z.enum(OVERLAPS).default('24h'),
  /** Changes how requests are signed from now on. */
  signature: z.enum(['v1', 'v1a']).optional(),
});

/** `signing_secret` is told when it was made or set here, and never again. */
export const CreatedDestination = Destination.extend({ signing_secret: z.string().optional() });

/** As it was sent, secrets masked, the body up to 20 kB; null where it is not kept. */
const SentRequest = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Null when it held what the scan caught. */
  body: z.string().nullable(),
  /** Of a mail, whose body is the text. */
  html: z.string().optional(),
});

export const Attempt = z.object({
  number: z.int(),
  at: z.iso.datetime(),
  duration_ms: z.int(),
  outcome: AttemptOutcome,
  status_code: z.int().nullable(),
  error: z.string().nullable(),
  response: z.string().nullable(),
  request: SentRequest.nullable(),
  next_attempt_at: z.iso.datetime().nullable(),
});

export const Delivery = z.object({
  id: z.uuid(),
  event_id: z.uuid(),
  destination_id: z.uuid(),
  destination: z.string(),
  kind: z.enum(DESTINATION_KINDS),
  status: DeliveryStatus,
  reason: z.string().nullable(),
  attempt_count: z.int(),
  next_attempt_at: z.iso.datetime().nullable(),
  /** What keeps it waiting longer than that: its destination is paused, or left alone because it fails. */
  held: z.enum(['paused', 'failing']).nullable(),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  attempts: z.array(Attempt),
});

export const TestResult = z.object({
  result: z.enum(['delivered', 'refused', 'unreachable', 'timed_out']),
  duration_ms: z.int(),
  status_code: z.int().nullable(),
  error: z.string().nullable(),
  response: z.string().nullable(),
  /** As it was sent, secrets masked. */
  request: SentRequest,
});

export type DestinationInput = z.infer<typeof DestinationInput>;
export type DestinationChange = z.infer<typeof DestinationChange>;
export type DestinationsQuery = z.infer<typeof DestinationsQuery>;
export type BreakerState = (typeof BREAKER_STATES)[number];
export type DestinationHealth = z.infer<typeof DestinationHealth>;
export type Destination = z.infer<typeof Destination>;
export type DestinationWithHealth = z.infer<typeof DestinationWithHealth>;
export type RotateSigningSecret = z.infer<typeof RotateSigningSecret>;
export type CreatedDestination = z.infer<typeof CreatedDestination>;
export type SentRequest = z.infer<typeof SentRequest>;
export type Attempt = z.infer<typeof Attempt>;
export type Delivery = z.infer<typeof Delivery>;
export type TestResult = z.infer<typeof TestResult>;
