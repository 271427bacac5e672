import { z } from 'zod';
import type { Delivery } from '#lib/dispatch/schema.ts';
import type { EventDetail, TraceStep } from '#lib/events/schema.ts';
import type { FindingPlace } from '#lib/findings/schema.ts';
import { Flag } from '#lib/platform/schema.ts';

/** An event with whatever was asked for besides. */
export type DescribedEvent = EventDetail & {
  findings?: FindingPlace[];
  trace?: TraceStep[];
  deliveries?: Delivery[];
};

export const ReplayQuery = z.strictObject({
  /** `false`: destinations that have the event get it once more. */
  only_new: Flag.default(true),
});
export type ReplayQuery = z.output<typeof ReplayQuery>;
