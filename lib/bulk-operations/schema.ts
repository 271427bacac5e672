import { z } from 'zod';
import { DeliveryFilters, ELIGIBLE } from '#lib/dispatch/deliveries/schema.ts';
import { EventFilters } from '#lib/events/schema.ts';
import { Flag } from '#lib/platform/schema.ts';

export const BULK_KINDS = ['retry', 'resend', 'discard', 'replay'] as const;
export type BulkKind = (typeof BULK_KINDS)[number];

export const BULK_STATES = [
  'planned',
  'running',
  'paused',
  'done',
  'cancelled',
  'failed',
  'expired',
] as const;
export type BulkState = (typeof BULK_STATES)[number];

/** Items of one run unless it is raised. */
export const DEFAULT_ITEM_LIMIT = 10_000;
export const MAX_ITEM_LIMIT = 1_000_000;
export const DEFAULT_RATE = 20;
export const MAX_RATE = 500;
const MAX_IDS = 10_000;
/** A plan that nobody starts is void after this. */
export const PLAN_KEPT_MINUTES = 15;
/** A plan counts no further than this. */
export const MAX_PLANNED = 100_000;

/** What the items of a kind are. */
export const TARGETS = {
  retry: 'deliveries',
  resend: 'deliveries',
  discard: 'deliveries',
  replay: 'events',
} as const satisfies Record<BulkKind, 'deliveries' | 'events'>;

/** What an item has to be for the kind to have an effect: the others are left out of the plan and of the run. */
export const ELIGIBLE_STATUSES: Readonly<Record<BulkKind, readonly string[]>> = {
  ...ELIGIBLE,
  replay: ['processed', 'failed'],
};

const Reason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^\P{C}*$/u, 'holds a control character');

const LOOKED_FOR = { deliveries: DeliveryFilters, events: EventFilters } as const;

/** What is to be done to which: everything that a filter of the list takes, as the list's address says it, or these. */
export const BulkInput = z
  .strictObject({
    kind: z.enum(BULK_KINDS),
    filter: z.record(z.string(), z.string().max(2_000)).optional(),
    ids: z.array(z.guid('is not an id').toLowerCase()).min(1).max(MAX_IDS).optional(),
    /** Of a discard: kept with each delivery. */
    reason: Reason.optional(),
    /** Of a replay: destinations that have the event are left out. */
    only_new: z.boolean().default(true),
    rate_per_second: z.int().min(1).max(MAX_RATE).default(DEFAULT_RATE),
    limit: z.int().min(1).max(MAX_ITEM_LIMIT).default(DEFAULT_ITEM_LIMIT),
  })
  .superRefine(({ kind, filter, ids, reason }, context) => {
    const fault = (path: string[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    if ((filter === undefined) === (ids === undefined))
      fault(['filter'], 'or ids: one of the two has to be given');
    if (kind === 'discard' && reason === undefined) fault(['reason'], 'has to be given for a discard');
    if (kind !== 'discard' && reason !== undefined) fault(['reason'], 'is for a discard alone');
    const checked = filter && LOOKED_FOR[TARGETS[kind]].safeParse(filter);
    for (const issue of checked?.error?.issues ?? []) {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys : null;
      for (const key of unknown ?? []) fault(['filter', key], 'is not a filter of this list');
      if (unknown === null) fault(['filter', ...issue.path.map(String)], issue.message);
    }
  });
export type BulkInput = z.output<typeof BulkInput>;

export const StartInput = z.strictObject({
  /** As the plan says it: kind and count, so that whoever starts it has read them. */
  confirmation: z.string().max(40),
});
export type StartInput = z.output<typeof StartInput>;

export const BulkOperationsQuery = z.strictObject({
  kind: z.enum(BULK_KINDS).optional(),
  state: z.enum(BULK_STATES).optional(),
  /** `true`: without plans that nobody started. */
  started: Flag.optional(),
});
export type BulkOperationsQuery = z.output<typeof BulkOperationsQuery>;

export type BulkPlan = {
  /** How many will be looked at, before any limit. */
  total: number;
  /** There are more: it was counted up to `total`. */
  capped: boolean;
  /** Of deliveries; of events, where they went so far is not counted. */
  by_destination: { destination_id: string; destination: string; count: number }[];
  by_status: { status: string; count: number }[];
  /** What the filter takes and the kind can do nothing for, by status. */
  left_out: { status: string; count: number }[];
  /** The first that will be looked at. */
  sample: { id: string; event_id: string; name: string | null; destination: string | null; status: string }[];
  warnings: { code: string; detail: string }[];
};

export type BulkOperation = {
  id: string;
  kind: BulkKind;
  target: 'deliveries' | 'events';
  filter: Record<string, string> | null;
  /** How many ids were listed; null for a filter. */
  ids: number | null;
  reason: string | null;
  only_new: boolean;
  rate_per_second: number;
  limit: number;
  state: BulkState;
  plan: BulkPlan;
  /** What has to be said to start it. */
  confirmation: string;
  /** How many it will look at: the planned ones up to the limit. */
  total: number;
  done: number;
  skipped: number;
  failed: number;
  skipped_reasons: { code: string; detail: string; count: number }[];
  failed_reasons: { reason: string; count: number }[];
  /** The first that failed. */
  samples: { id: string; reason: string }[];
  /** It ended at its limit, and more would have matched. */
  capped: boolean;
  error: string | null;
  created_at: string;
  created_by: { id: string | null; name: string };
  expires_at: string | null;
  started_at: string | null;
  finished_at: string | null;
};
