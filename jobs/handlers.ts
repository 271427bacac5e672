import type { Payload, QueueName } from '#lib/queue/jobs.ts';
import { maintainPartitionsJob } from './maintain-partitions.ts';
import { processEventsJob } from './process-events.ts';
import { sweepEventsJob } from './sweep-events.ts';

/** How a queue is worked: how many jobs are fetched and handed over at once, and what is done with them. */
export type JobHandler<Q extends QueueName> = {
  batchSize: number;
  concurrency: number;
  run: (payloads: Payload<Q>[]) => Promise<void>;
};

/** Every queue has its handler: a queue without one does not compile. */
export const HANDLERS: { [Q in QueueName]: JobHandler<Q> } = {
  'process-events': processEventsJob,
  'sweep-events': sweepEventsJob,
  'maintain-partitions': maintainPartitionsJob,
};
