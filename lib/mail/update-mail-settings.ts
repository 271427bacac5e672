import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { sealSecret } from '#lib/platform/envelope.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';
import { presentMailSettings } from './present-mail-settings.ts';
import { findMailSettings, type MailSettingsRow, saveMailSettings } from './repo.ts';
import type { MailSettings, MailSettingsInput } from './schema.ts';

/** Whether what is typed would be sent to another server than the one the kept password was given for. */
const leadsElsewhere = (before: MailSettingsRow, input: MailSettingsInput): boolean =>
  before.host !== input.host ||
  before.port !== input.port ||
  before.tls !== input.tls ||
  before.loginUser !== input.user;

/**
 * Puts these settings in place of those that were. A kept password stays with the server it was given for.
 * @throws AppError `invalid` where another server would get it.
 */
export async function updateMailSettings(ctx: Context, input: MailSettingsInput): Promise<MailSettings> {
  requirePermission(ctx, 'mail:write');
  return inTransaction(ctx, async (tx) => {
    const before = await findMailSettings(tx.db);
    const id = before?.id ?? uuidv7();
    const row = await saveMailSettings(tx.db, {
      id,
      host: input.host,
      port: input.port,
      tls: input.tls,
      ca: input.ca,
      loginUser: input.user,
      sealed: sealedPassword(before, input, id),
      fromAddress: input.from_address,
      fromName: input.from_name,
      updatedAt: clock.now(),
    });
    const after = presentMailSettings(row);
    const subject = { subjectType: 'mail_settings', subjectId: id } as const;
    const was = before && { before: presentMailSettings(before) };
    await recordAudit(tx, { action: 'mail_settings.update', ...subject, ...was, after });
    return after;
  });
}

function sealedPassword(before: MailSettingsRow | null, input: MailSettingsInput, id: string): string | null {
  if (typeof input.password === 'string') {
    return sealSecret(input.password, sealedPlace('mail_settings.sealed', id));
  }
  const kept = input.password === null || input.user === null ? null : (before?.sealed ?? null);
  if (before && kept !== null && leadsElsewhere(before, input)) {
    const message = 'has to be given again: the kept one was for another server or user';
    throw new AppError('invalid', `The password ${message}.`, {
      details: { errors: [{ path: 'password', message }] },
    });
  }
  return kept;
}
