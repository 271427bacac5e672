import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { escapeHtml } from '#lib/format/escape-html.ts';

/** A mail of the product's own: sentences, and at most one place to go. Plain words; escaping is settled here. */
export type ProductMail = {
  /** Stays the same over all attempts, so that a repeat can be told. */
  id: string;
  to: string;
  subject: string;
  paragraphs: readonly string[];
  link?: { label: string; url: string } | undefined;
};

const PAGE = 'font:15px/1.5 system-ui,sans-serif;color:#1c1e21;max-width:560px;margin:0 auto;padding:24px';
const BUTTON =
  'display:inline-block;padding:10px 18px;border-radius:6px;background:#2f5bd7;color:#fff;text-decoration:none';

function htmlOf({ subject, paragraphs, link }: ProductMail): string {
  const [first = '', ...rest] = paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`);
  const button = link
    ? `<p><a href="${escapeHtml(link.url)}" style="${BUTTON}">${escapeHtml(link.label)}</a></p><p style="color:#5b6067;font-size:13px;overflow-wrap:anywhere">${escapeHtml(link.url)}</p>`
    : '';
  return `<!doctype html><html lang="en"><head><title>${escapeHtml(subject)}</title></head><body style="${PAGE}">${first}${button}${rest.join('')}</body></html>`;
}

const textOf = ({ paragraphs, link }: ProductMail): string => {
  const [first = '', ...rest] = paragraphs;
  return `${[first, ...(link ? [`${link.label}:\n${link.url}`] : []), ...rest].join('\n\n')}\n`;
};

/** The mail as it goes over the line (RFC 5322), with a text and an HTML part. */
export function composeProductMail(
  mail: ProductMail,
  from: { address: string; name: string },
  date: Date,
): Promise<Buffer> {
  const composer = new MailComposer({
    from,
    to: mail.to,
    subject: mail.subject,
    text: textOf(mail),
    html: htmlOf(mail),
    messageId: `<${mail.id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    date,
    // RFC 3834: nobody's holiday answers to it.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
