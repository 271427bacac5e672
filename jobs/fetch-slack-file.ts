import { fetchSlackFile } from '#lib/pipeline/fetch-slack-file.ts';
import type { JobHandler } from './job-handler.ts';

export const fetchSlackFileJob: JobHandler<'fetch-slack-file'> = {
  batchSize: 1,
  concurrency: 2,
  run: async (payloads) => {
    for (const { id } of payloads) await fetchSlackFile(id);
  },
};
