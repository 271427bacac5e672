import { z } from 'zod';
import type { Delivery } from '#lib/dispatch/schema.ts';
import type { EventDetail, TraceStep } from '#lib/events/schema.ts';
import type { Finding } from '#lib/findings/schema.ts';

/** An event with whatever was asked for besides. */
export type DescribedEvent = EventDetail & {
  findings?: Finding[];
  trace?: TraceStep[];
  deliveries?: Delivery[];
};

/** `only_new`: destinations that have the event are left out; else they get it once more. */
export const ReplayInput = z.strictObject({ only_new: z.boolean().default(true) });
export type ReplayInput = z.output<typeof ReplayInput>;
