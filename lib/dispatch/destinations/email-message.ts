import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { escapeHtml } from '#lib/format/escape-html.ts';
import type { Message } from '../destination.ts';
import type { EmailConfig } from './email-config.ts';
import { cut, fillText } from './fill-text.ts';

/** RFC 5322 section 2.1.1 allows longer lines; nobody reads them. */
const MAX_SUBJECT = 200;

const CELL = 'padding:2px 16px 2px 0;vertical-align:top';
const PAGE = 'font:14px/1.5 system-ui,sans-serif;color:#1c1e21;max-width:640px';
const CODE =
  'font:12px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f5f7;padding:12px';

function ownHtml({ event }: Message): string {
  const facts = [
    ['Category', event.category],
    ['Severity', event.severity],
    ['Verdict', event.verdict],
    ['Session', event.session_id],
    ['Time', event.timestamp],
    ['Event', event.id],
  ].filter(([, value]) => value !== null) as [string, string][];
  const rows = facts.map(
    ([name, value]) =>
      `<tr><th align="left" style="${CELL};color:#5b6067;font-weight:normal">${name}</th><td style="${CELL}">${escapeHtml(value)}</td></tr>`,
  );
  const data = escapeHtml(JSON.stringify(event.data, null, 2) ?? 'null');
  return `<!doctype html><html lang="en"><body style="${PAGE}"><h1 style="font-size:18px;margin:0 0 8px">${escapeHtml(event.name)}</h1><table style="border-collapse:collapse">${rows.join('')}</table><pre style="${CODE}">${data}</pre></body></html>`;
}

export type Mail = {
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  recipients: readonly string[];
  source: Buffer;
};

/** What is read of a mail: the subject, and the text. */
export function wordsOf(config: EmailConfig, message: Message): { subject: string; text: string } {
  const subject = fillText(config.subject, message)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return { subject: cut(subject, MAX_SUBJECT), text: fillText(config.text, message) };
}

/** The mail of a delivery. Its Message-ID is the delivery's, the same over all attempts, so that a repeat can be told. */
export async function composeMail(config: EmailConfig, message: Message, date: Date): Promise<Mail> {
  const { from, from_name, to, cc = [], reply_to } = config;
  const { subject, text } = wordsOf(config, message);
  const html =
    config.html === undefined || config.html === ''
      ? ownHtml(message)
      : fillText(config.html, message, escapeHtml);
  const messageId = `<${message.id}@${from.slice(from.lastIndexOf('@') + 1)}>`;
  const composer = new MailComposer({
    from: { name: from_name ?? '', address: from },
    to,
    ...(cc.length > 0 ? { cc } : {}),
    ...(reply_to === undefined ? {} : { replyTo: reply_to }),
    subject,
    text,
    html,
    messageId,
    date,
    // RFC 3834: nobody's holiday answers to it.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Event-Id': message.event.id },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const source = await composer.compile().build();
  const headers = {
    From: from_name === undefined ? from : `${from_name} <${from}>`,
    To: to.join(', '),
    ...(cc.length > 0 ? { Cc: cc.join(', ') } : {}),
    ...(reply_to === undefined ? {} : { 'Reply-To': reply_to }),
    Subject: subject,
    'Message-ID': messageId,
  };
  return { subject, text, html, headers, recipients: [...new Set([...to, ...cc])], source };
}
