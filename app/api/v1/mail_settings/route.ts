import { endpoint } from '#lib/http/endpoint.ts';
import { getMailSetup } from '#lib/mail/get-mail-setup.ts';
import { removeMailSettings } from '#lib/mail/remove-mail-settings.ts';
import { MailSettingsInput } from '#lib/mail/schema.ts';
import { updateMailSettings } from '#lib/mail/update-mail-settings.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'mail:read',
  run: (ctx) => getMailSetup(ctx),
});

export const PUT = endpoint({
  identity: 'user',
  permission: 'mail:write',
  body: MailSettingsInput,
  run: (ctx, { body }) => updateMailSettings(ctx, body),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'mail:write',
  status: 204,
  run: (ctx) => removeMailSettings(ctx),
});
