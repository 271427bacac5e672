import { writeExport } from '#lib/events/exports/write-export.ts';
import type { JobHandler } from './job-handler.ts';

export const exportEventsJob: JobHandler<'export-events'> = {
  batchSize: 1,
  concurrency: 2,
  run: async (payloads) => {
    for (const { id } of payloads) await writeExport(id);
  },
};
