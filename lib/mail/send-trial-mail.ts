import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { publicUrl } from '#lib/platform/public-url.ts';
import { findMailSettings } from './repo.ts';
import type { TrialMail, TrialResult } from './schema.ts';
import { sendProductMail } from './send-product-mail.ts';

/** Sends a mail at once and tells what the server said. @throws AppError `conflict` where none is set up. */
export async function sendTrialMail(ctx: Context, { to }: TrialMail): Promise<TrialResult> {
  requirePermission(ctx, 'mail:write');
  const row = await findMailSettings(ctx.db);
  if (!row) throw new AppError('conflict', 'No mail server is set up.');
  const subject = { subjectType: 'mail_settings', subjectId: row.id } as const;
  await recordAudit(ctx, { action: 'mail_settings.try', ...subject, after: { to } });
  const result = await sendProductMail(ctx.db, {
    ...{ id: uuidv7(), to, subject: 'The Eye can send mail' },
    paragraphs: [
      'Somebody who sets up The Eye had this mail sent to see whether it arrives.',
      'There is nothing to do. Invitations and links to set a password come the same way.',
    ],
    link: { label: 'Open The Eye', url: publicUrl() },
  });
  if (result.kind === 'not_set_up') throw new AppError('conflict', 'No mail server is set up.');
  return result.kind === 'sent'
    ? { sent: true, answer: result.answer }
    : { sent: false, answer: result.reason };
}
