import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { presentMailSettings } from './present-mail-settings.ts';
import { deleteMailSettings, findMailSettings } from './repo.ts';

/** Forgets the mail server and its password: the product then sends no mail. @throws AppError `not_found` */
export async function removeMailSettings(ctx: Context): Promise<void> {
  requirePermission(ctx, 'mail:write');
  await inTransaction(ctx, async (tx) => {
    const row = await findMailSettings(tx.db);
    if (!row) throw new AppError('not_found', 'No mail server is set up.');
    await deleteMailSettings(tx.db);
    const subject = { subjectType: 'mail_settings', subjectId: row.id } as const;
    await recordAudit(tx, { action: 'mail_settings.delete', ...subject, before: presentMailSettings(row) });
  });
}
