import { scanFile } from '#lib/pipeline/scan-file.ts';
import type { JobHandler } from './job-handler.ts';

export const scanFileJob: JobHandler<'scan-file'> = {
  batchSize: 1,
  concurrency: 2,
  run: async (payloads) => {
    for (const { id } of payloads) await scanFile(id);
  },
};
