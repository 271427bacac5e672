import PostalMime from 'postal-mime';
import { spendBytes, spendEntry } from '../budget.ts';
import type { Reader } from '../reader.ts';
import type { ExtractedText } from '../schema.ts';
import { htmlTexts } from './markup.ts';

/** A mail: its headers, its text in both forms, and everything attached to it. */
export const readMail: Reader = async ({ bytes, place, budget }, nested) => {
  const mail = await PostalMime.parse(bytes, { attachmentEncoding: 'arraybuffer' });
  const found: ExtractedText[] = mail.headers.map(({ key, value }) => ({
    text: value,
    place: `${place}header ${key}`,
    key,
  }));
  if (mail.text) found.push({ text: mail.text, place: `${place}text` });
  if (mail.html) found.push(...htmlTexts(mail.html, `${place}html `));
  for (const [index, attachment] of mail.attachments.entries()) {
    spendEntry(budget);
    const content = Buffer.from(attachment.content as ArrayBuffer);
    spendBytes(budget, content.length);
    found.push(...(await nested({ bytes: content, name: attachment.filename ?? `attachment ${index + 1}` })));
  }
  return found;
};
