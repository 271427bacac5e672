import { runBacktest } from '#lib/pipeline/run-backtest.ts';
import type { JobHandler } from './job-handler.ts';

export const runBacktestsJob: JobHandler<'run-backtests'> = {
  batchSize: 1,
  concurrency: 1,
  run: async (payloads) => {
    for (const { id } of payloads) await runBacktest(id);
  },
};
