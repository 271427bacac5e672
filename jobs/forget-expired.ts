import { systemContext } from '#lib/auth/context.ts';
import { forgetOldChallenges } from '#lib/auth/factors/forget-old-challenges.ts';
import { forgetSignIns } from '#lib/auth/forget-sign-ins.ts';
import { forgetOldAccountMails } from '#lib/auth/links/forget-old-account-mails.ts';
import { rotateOldSigningKey } from '#lib/auth/rotate-signing-key.ts';
import { forgetOldBacktests } from '#lib/backtests/forget-old-backtests.ts';
import { forgetOldBulkOperations } from '#lib/bulk-operations/forget-old-bulk-operations.ts';
import { forgetExpired } from '#lib/clients/forget-expired.ts';
import { forgetOldRefusals } from '#lib/clients/refusals/forget-old-refusals.ts';
import { forgetOldCounts } from '#lib/dispatch/counts/forget-old-counts.ts';
import { forgetExpiredExports } from '#lib/events/exports/forget-expired-exports.ts';
import { forgetFindings } from '#lib/findings/forget-findings.ts';
import { forgetOldNotices } from '#lib/notices/forget-old-notices.ts';
import { clock } from '#lib/platform/clock.ts';
import { forgetIdempotencyKeys } from '#lib/platform/idempotency.ts';
import { forgetSlackMessages } from '#lib/slack/forget-messages.ts';
import { forgetOldSourceRefusals } from '#lib/sources/refusals/forget-old-source-refusals.ts';
import { forgetOldWarnings } from '#lib/warnings/forget-old-warnings.ts';
import type { JobHandler } from './job-handler.ts';

export const forgetExpiredJob: JobHandler<'forget-expired'> = {
  batchSize: 1,
  concurrency: 1,
  run: async () => {
    await forgetSignIns();
    await forgetOldAccountMails(clock.now());
    await forgetOldChallenges(clock.now());
    await rotateOldSigningKey(systemContext('key rotation'));
    await forgetExpired();
    await forgetOldWarnings(clock.now());
    await forgetExpiredExports(clock.now());
    await forgetOldRefusals(clock.now());
    await forgetOldNotices(clock.now());
    await forgetOldCounts(clock.now());
    await forgetOldBulkOperations(clock.now());
    await forgetIdempotencyKeys(clock.now());
    await forgetOldSourceRefusals(clock.now());
    await forgetFindings();
    await forgetSlackMessages(clock.now());
    await forgetOldBacktests(clock.now());
  },
};
