import { maintainPartitions } from '#lib/events/maintain-partitions.ts';
import { clock } from '#lib/platform/clock.ts';
import type { JobHandler } from './job-handler.ts';

export const maintainPartitionsJob: JobHandler<'maintain-partitions'> = {
  batchSize: 1,
  concurrency: 1,
  run: () => maintainPartitions(clock.now()),
};
