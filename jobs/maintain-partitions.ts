import { maintainPartitions } from '#lib/events/maintain-partitions.ts';
import { clock } from '#lib/platform/clock.ts';
import { forgetOldWarnings } from '#lib/warnings/forget-old-warnings.ts';
import type { JobHandler } from './job-handler.ts';

export const maintainPartitionsJob: JobHandler<'maintain-partitions'> = {
  batchSize: 1,
  concurrency: 1,
  run: async () => {
    await maintainPartitions(clock.now());
    await forgetOldWarnings(clock.now());
  },
};
