import { runBulkOperation } from '#lib/pipeline/run-bulk-operation.ts';
import type { JobHandler } from './job-handler.ts';

export const bulkOperationsJob: JobHandler<'bulk-operations'> = {
  batchSize: 1,
  concurrency: 3,
  run: async (payloads, stop) => {
    for (const { id } of payloads) await runBulkOperation(id, stop);
  },
};
