import { takeTry, throttleAddress } from '#lib/platform/throttle.ts';
import type { Context } from '../context.ts';
import { normalizeEmail } from '../email.ts';
import { announceMail, queueAccountMail, requireMail } from './queue-account-mail.ts';
import type { PasswordResetInput } from './schema.ts';

const PER_NETWORK = { key: 'reset', what: 'password reset', triesPerWindow: 10, windowSeconds: 600 };
/** Beyond these no further mail goes out: what was sent still opens, and nobody floods somebody else's box. */
const PER_ACCOUNT = { triesPerWindow: 3, windowSeconds: 900 };

/**
 * Has a link to set a new password sent. Whether anybody has the address is looked up by the worker, so that neither
 * this answer nor its time tells. @throws AppError `conflict` (no mail server), `rate_limited`.
 */
export async function requestPasswordReset(ctx: Context, input: PasswordResetInput): Promise<void> {
  await requireMail('This console sends no mail. Whoever manages its users can help.');
  await throttleAddress(ctx.address, PER_NETWORK);
  const address = normalizeEmail(input.email) ?? input.email.trim().toLowerCase().slice(0, 254);
  if (!(await takeTry({ key: `reset:${address}`, ...PER_ACCOUNT }))) return;
  await announceMail(await queueAccountMail(ctx, { kind: 'password_reset', userId: null, address }));
}
