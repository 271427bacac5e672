import type { Delivery } from '#lib/dispatch/schema.ts';
import type { EventDetail, TraceStep } from '#lib/events/schema.ts';
import type { Finding } from '#lib/findings/schema.ts';

/** An event with whatever was asked for besides. */
export type DescribedEvent = EventDetail & {
  findings?: Finding[];
  trace?: TraceStep[];
  deliveries?: Delivery[];
};
