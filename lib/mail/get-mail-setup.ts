import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { publicUrl } from '#lib/platform/public-url.ts';
import { presentMailSettings } from './present-mail-settings.ts';
import { findMailSettings } from './repo.ts';
import type { MailSetup } from './schema.ts';

export async function getMailSetup(ctx: Context): Promise<MailSetup> {
  requirePermission(ctx, 'mail:read');
  const row = await findMailSettings(ctx.db);
  return { settings: row && presentMailSettings(row), public_url: publicUrl() };
}
