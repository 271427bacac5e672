import { resumeAccountMails } from '#lib/auth/links/resume-account-mails.ts';
import { resumeBacktests } from '#lib/backtests/resume-backtests.ts';
import { resumeBulkOperations } from '#lib/bulk-operations/resume-bulk-operations.ts';
import { resumeExports } from '#lib/events/exports/resume-exports.ts';
import { sweepEvents } from '#lib/events/sweep-events.ts';
import { resumeFiles } from '#lib/files/resume-files.ts';
import { clock } from '#lib/platform/clock.ts';
import { nameSlackChannels } from '#lib/slack/name-channels.ts';
import { resumeSlackMessages } from '#lib/slack/resume-messages.ts';
import { resumeSlackRemovals } from '#lib/slack/resume-removals.ts';
import type { JobHandler } from './job-handler.ts';

export const sweepEventsJob: JobHandler<'sweep-events'> = {
  batchSize: 1,
  concurrency: 1,
  run: async () => {
    await sweepEvents(clock.now());
    await resumeExports(clock.now());
    await resumeBulkOperations(clock.now());
    await resumeFiles(clock.now());
    await resumeSlackMessages(clock.now());
    await resumeSlackRemovals();
    await nameSlackChannels();
    await resumeBacktests(clock.now());
    await resumeAccountMails(clock.now());
  },
};
