import { z } from 'zod';
import { Moment } from '#lib/platform/schema.ts';
import { ATTEMPT_OUTCOMES, Attempt, DELIVERY_STATUSES, Delivery, type DeliveryStatus } from '../schema.ts';

/** event: dispatch chose it when the event came; resend, replay: somebody asked again. */
export const DELIVERY_CAUSES = ['event', 'resend', 'replay'] as const;

const filters = {
  status: z.enum(DELIVERY_STATUSES).optional(),
  destination: z.uuid().optional(),
  event: z.uuid().optional(),
  /** How the last attempt ended. */
  outcome: z.enum(ATTEMPT_OUTCOMES).optional(),
  /** What the last attempt was answered. */
  status_code: z.coerce.number().int().min(100).max(999).optional(),
  /** Of the event. */
  category: z.string().min(1).max(128).optional(),
  /** The client that sent the event. */
  client: z.uuid().optional(),
  cause: z.enum(DELIVERY_CAUSES).optional(),
  /** The bulk operation that made or touched it. */
  operation: z.uuid().optional(),
  /** The whole reason, as it stands on the shelf. */
  reason: z.string().min(1).max(2_000).optional(),
  /** When the delivery was made. */
  from: Moment.optional(),
  to: Moment.optional(),
  /** The id of a delivery or an event, or its beginning. */
  q: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f-]{1,36}$/, 'is not the beginning of an id')
    .optional(),
};

/** What lists, counts and bulk operations take. */
export const DeliveryFilters = z.strictObject(filters);
export type DeliveryFilters = z.output<typeof DeliveryFilters>;

export const ListedDelivery = Delivery.omit({ attempts: true, held: true }).extend({
  cause: z.enum(DELIVERY_CAUSES),
  /** The first delivery of which this one is a resend. */
  origin_id: z.uuid().nullable(),
  operation_id: z.uuid().nullable(),
  destination_enabled: z.boolean(),
  /** Null when the event is no longer kept. */
  event: z
    .object({
      name: z.string(),
      category: z.string(),
      verdict: z.string().nullable(),
      client_id: z.uuid().nullable(),
      client_name: z.string().nullable(),
    })
    .nullable(),
  last_attempt: Attempt.pick({
    number: true,
    at: true,
    duration_ms: true,
    outcome: true,
    status_code: true,
  }).nullable(),
});
export type ListedDelivery = z.output<typeof ListedDelivery>;

/** As it was sent, secrets masked; `body` is null where it is not kept, or not shown. */
export type DeliveryDetail = ListedDelivery & {
  attempts: (Attempt & {
    /** Why what was sent and answered is not shown; null when it is. */
    withheld: string | null;
  })[];
  /** Resends of the same first delivery, and that one, oldest first; without this one. */
  related: { id: string; cause: ListedDelivery['cause']; status: DeliveryStatus; created_at: string }[];
};

/** At most this many of one status are counted. */
export const MAX_COUNTED = 10_000;

export type DeliveryStats = {
  /** Each counted without the filter on the status; null when that took too long. */
  statuses: { status: DeliveryStatus; count: number; capped: boolean }[] | null;
  note: string | null;
};

/** Dead deliveries of one destination that ended for the same reason. */
export type ShelfGroup = {
  destination_id: string;
  destination: string;
  kind: string;
  destination_enabled: boolean;
  destination_deleted: boolean;
  reason: string | null;
  count: number;
  /** When the oldest of them was made. */
  oldest_at: string;
  /** When the latest of them died. */
  latest_at: string;
};
export type Shelf = {
  groups: ShelfGroup[];
  total: number;
  /** Only the newest so many were counted. */
  capped: boolean;
};

export const DiscardInput = z.strictObject({
  /** Why: kept with the delivery and in the audit log. */
  reason: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .regex(/^\P{C}*$/u, 'holds a control character'),
});
export type DiscardInput = z.output<typeof DiscardInput>;

/** What can be done to a delivery again, and to which statuses. */
export const ELIGIBLE = {
  retry: ['pending', 'dead', 'discarded'],
  resend: ['delivered', 'dead', 'discarded'],
  discard: ['pending', 'dead'],
} as const satisfies Record<string, readonly DeliveryStatus[]>;
export type RedoKind = keyof typeof ELIGIBLE;
