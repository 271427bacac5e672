import { checkLedger } from '#lib/metrics/check-ledger.ts';
import { clock } from '#lib/platform/clock.ts';
import type { JobHandler } from './job-handler.ts';

export const checkLedgerJob: JobHandler<'check-ledger'> = {
  batchSize: 1,
  concurrency: 1,
  run: async () => {
    await checkLedger(clock.now());
  },
};
