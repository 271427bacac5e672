import { endpoint } from '#lib/http/endpoint.ts';
import { TrialMail } from '#lib/mail/schema.ts';
import { sendTrialMail } from '#lib/mail/send-trial-mail.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'mail:write',
  body: TrialMail,
  run: (ctx, { body }) => sendTrialMail(ctx, body),
});
