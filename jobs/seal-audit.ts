import { sealEntries } from '#lib/audit/seal-entries.ts';
import type { JobHandler } from './job-handler.ts';

export const sealAuditJob: JobHandler<'seal-audit'> = {
  batchSize: 1,
  concurrency: 1,
  run: async () => {
    await sealEntries();
  },
};
