import type { Payload, QueueName } from '#lib/queue/jobs.ts';

/** How a queue is worked: how many jobs are fetched and handed over at once, and what is done with them. */
export type JobHandler<Q extends QueueName> = {
  batchSize: number;
  concurrency: number;
  /** `stop` is aborted when the worker ends or the time of the jobs is over: whoever works for minutes heeds it. */
  run: (payloads: Payload<Q>[], stop?: AbortSignal) => Promise<void>;
};
