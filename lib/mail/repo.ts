import type { Db, Prisma } from '#lib/platform/db.ts';

export type MailSettingsRow = Prisma.MailSettingsGetPayload<object>;

export function findMailSettings(db: Db): Promise<MailSettingsRow | null> {
  return db.mailSettings.findFirst();
}

export async function hasMailSettings(db: Db): Promise<boolean> {
  return (await db.mailSettings.count()) > 0;
}

export function saveMailSettings(db: Db, row: MailSettingsRow): Promise<MailSettingsRow> {
  const { id, ...data } = row;
  return db.mailSettings.upsert({ where: { id }, create: row, update: data });
}

export async function deleteMailSettings(db: Db): Promise<void> {
  await db.mailSettings.deleteMany();
}
