import type { Job, PgBoss } from 'pg-boss';
import { log } from '#lib/platform/log.ts';
import { type Payload, QUEUES, type QueueName } from '#lib/queue/jobs.ts';
import { HANDLERS } from './handlers.ts';
import type { JobHandler } from './job-handler.ts';

/** The library allows no shorter pause between two looks; wake-ups make it the backstop and not the pace. */
const POLL_SECONDS = 0.5;

/** Starts working a queue. Answers the ids of its workers, to wake them by. */
export async function workQueue<Q extends QueueName>(boss: PgBoss, queue: Q): Promise<string[]> {
  const handler: JobHandler<Q> = HANDLERS[queue];
  const schema = QUEUES[queue].payload;
  const run = async (jobs: Job<unknown>[]): Promise<void> => {
    const startedAtMs = performance.now();
    try {
      const payloads = jobs.map((job) => schema.parse(job.data) as Payload<Q>);
      await handler.run(payloads, AbortSignal.any(jobs.map((job) => job.signal)));
    } catch (error) {
      // The jobs go back to the queue; here is the only place that knows why.
      log.error({ err: error, queue, jobs: jobs.length }, 'jobs failed and are tried again');
      throw error;
    }
    log.debug(
      { queue, jobs: jobs.length, durationMs: Math.round(performance.now() - startedAtMs) },
      'jobs done',
    );
  };
  const options = {
    batchSize: handler.batchSize,
    pollingIntervalSeconds: POLL_SECONDS,
    burstWhenBatchFull: true,
  };
  const workers = Array.from({ length: handler.concurrency }, () => boss.work<unknown>(queue, options, run));
  return Promise.all(workers);
}
