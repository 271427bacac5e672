import { systemContext } from '#lib/auth/context.ts';
import { clock } from '#lib/platform/clock.ts';
import { applyRetention } from '#lib/retention/apply-retention.ts';
import type { JobHandler } from './job-handler.ts';

export const applyRetentionJob: JobHandler<'apply-retention'> = {
  batchSize: 1,
  concurrency: 1,
  run: async (_payloads, stop) => {
    await applyRetention(systemContext('retention'), clock.now(), stop ? { stop } : {});
  },
};
