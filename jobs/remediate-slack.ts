import { remediateSlack } from '#lib/pipeline/remediate-slack.ts';
import type { JobHandler } from './job-handler.ts';

export const remediateSlackJob: JobHandler<'remediate-slack'> = {
  batchSize: 1,
  concurrency: 4,
  run: async (payloads) => {
    for (const { id } of payloads) await remediateSlack(id);
  },
};
