import PostalMime from 'postal-mime';
import { sendAccountMail } from '#lib/auth/links/send-account-mail.ts';
import { prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import type { SmtpPeer } from './peer-smtp.ts';

/** Has the product send its mail through this server, which `OUTBOUND_ALLOW` has to name. */
export async function setUpMail({ port }: { port: number }): Promise<void> {
  await prisma().mailSettings.deleteMany();
  await prisma().mailSettings.create({
    data: {
      ...{ id: uuidv7(), host: '127.0.0.1', port, tls: 'none' },
      ...{ fromAddress: 'eye@example.com', fromName: 'The Eye', updatedAt: new Date() },
    },
  });
}

/** Does what the worker does: sends every mail that waits and is due. */
export async function sendWaitingMail(): Promise<void> {
  const waiting = await prisma().accountMail.findMany({
    where: { state: 'waiting' },
    orderBy: { id: 'asc' },
  });
  for (const { id } of waiting) await sendAccountMail(id);
}

export type ReadMail = { to: string; subject: string; text: string; html: string; token: string | null };

/** The mails that arrived, as their readers see them, with what the link of each carries. */
export function readMails({ mails }: Pick<SmtpPeer, 'mails'>): Promise<ReadMail[]> {
  return Promise.all(
    mails.map(async ({ to, source }) => {
      const { subject = '', text = '', html = '' } = await PostalMime.parse(source);
      const token = /\/account_link#([\w-]{43})/.exec(text)?.[1] ?? null;
      return { to: to.join(), subject, text, html, token };
    }),
  );
}
