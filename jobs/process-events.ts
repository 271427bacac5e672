import { processEvents } from '#lib/pipeline/process-events.ts';
import type { JobHandler } from './job-handler.ts';

const CHUNK = 500;

export const processEventsJob: JobHandler<'process-events'> = {
  batchSize: 50,
  concurrency: 2,
  run: async (payloads) => {
    const ids = payloads.flatMap((payload) => payload.ids);
    for (let i = 0; i < ids.length; i += CHUNK) await processEvents(ids.slice(i, i + CHUNK));
  },
};
