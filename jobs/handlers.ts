import type { QueueName } from '#lib/queue/jobs.ts';
import { applyRetentionJob } from './apply-retention.ts';
import { bulkOperationsJob } from './bulk-operations.ts';
import { checkLedgerJob } from './check-ledger.ts';
import { exportEventsJob } from './export-events.ts';
import { fetchSlackFileJob } from './fetch-slack-file.ts';
import { forgetExpiredJob } from './forget-expired.ts';
import type { JobHandler } from './job-handler.ts';
import { maintainPartitionsJob } from './maintain-partitions.ts';
import { processEventsJob } from './process-events.ts';
import { remediateSlackJob } from './remediate-slack.ts';
import { runBacktestsJob } from './run-backtests.ts';
import { scanFileJob } from './scan-file.ts';
import { scanSlackMessageJob } from './scan-slack-message.ts';
import { sealAuditJob } from './seal-audit.ts';
import { sendAccountMailJob } from './send-account-mail.ts';
import { sweepEventsJob } from './sweep-events.ts';
import { watchDestinationsJob } from './watch-destinations.ts';

/** Every queue has its handler: a queue without one does not compile. */
export const HANDLERS: { [Q in QueueName]: JobHandler<Q> } = {
  'process-events': processEventsJob,
  'export-events': exportEventsJob,
  'bulk-operations': bulkOperationsJob,
  'scan-file': scanFileJob,
  'scan-slack-message': scanSlackMessageJob,
  'remediate-slack': remediateSlackJob,
  'run-backtests': runBacktestsJob,
  'fetch-slack-file': fetchSlackFileJob,
  'send-account-mail': sendAccountMailJob,
  'sweep-events': sweepEventsJob,
  'maintain-partitions': maintainPartitionsJob,
  'check-ledger': checkLedgerJob,
  'seal-audit': sealAuditJob,
  'watch-destinations': watchDestinationsJob,
  'apply-retention': applyRetentionJob,
  'forget-expired': forgetExpiredJob,
};
