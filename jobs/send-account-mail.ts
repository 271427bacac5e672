import { sendAccountMail } from '#lib/auth/links/send-account-mail.ts';
import type { JobHandler } from './job-handler.ts';

export const sendAccountMailJob: JobHandler<'send-account-mail'> = {
  batchSize: 1,
  concurrency: 2,
  run: async (payloads) => {
    for (const { id } of payloads) await sendAccountMail(id);
  },
};
