import { watchDestinations } from '#lib/pipeline/watch-destinations.ts';
import type { JobHandler } from './job-handler.ts';

export const watchDestinationsJob: JobHandler<'watch-destinations'> = {
  batchSize: 1,
  concurrency: 1,
  run: async () => {
    await watchDestinations();
  },
};
