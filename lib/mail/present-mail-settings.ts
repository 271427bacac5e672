import type { MailSettingsRow } from './repo.ts';
import type { MailSettings } from './schema.ts';

export function presentMailSettings(row: MailSettingsRow): MailSettings {
  return {
    host: row.host,
    port: row.port,
    tls: row.tls as MailSettings['tls'],
    ca: row.ca,
    user: row.loginUser,
    has_password: row.sealed !== null,
    from_address: row.fromAddress,
    from_name: row.fromName,
    updated_at: row.updatedAt.toISOString(),
  };
}
