import type { Delivery } from '#lib/dispatch/schema.ts';
import type { EventDetail, TraceStep } from '#lib/events/schema.ts';
import type { Finding } from '#lib/findings/schema.ts';

/** An event with whatever was asked for besides. */
export type DescribedEvent = EventDetail & {
  findings?: Finding[];
  trace?: TraceStep[];
  deliveries?: Delivery[];
};

/** Something that this installation tells its administrators about itself. */
export type Notice = {
  /** The name of its event, for example `destination.failing`. */
  name: string;
  /** One sentence; destinations put it first. */
  title: string;
  /** What counts as the same notice: told again only once `quietMs` have passed. */
  key: string;
  category?: string;
  /** An hour unless given, a week at most. */
  quietMs?: number;
  /** The path of the console page it is about. */
  link?: string;
  /** The destination that fails cannot be told so. */
  exceptDestinationId?: string;
  /** Facts of the product alone: nothing that a sender wrote, for a notice is not scanned. */
  data: Record<string, unknown>;
};
