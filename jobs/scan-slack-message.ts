import { scanSlackMessage } from '#lib/pipeline/scan-slack-message.ts';
import type { JobHandler } from './job-handler.ts';

export const scanSlackMessageJob: JobHandler<'scan-slack-message'> = {
  batchSize: 1,
  concurrency: 4,
  run: async (payloads) => {
    for (const { id } of payloads) await scanSlackMessage(id);
  },
};
