import type { Payload, QueueName } from '#lib/queue/jobs.ts';

/** How a queue is worked: how many jobs are fetched and handed over at once, and what is done with them. */
export type JobHandler<Q extends QueueName> = {
  batchSize: number;
  concurrency: number;
  run: (payloads: Payload<Q>[]) => Promise<void>;
};
