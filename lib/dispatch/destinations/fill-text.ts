import type { Message } from '../destination.ts';
import { templateDocument } from '../message-body.ts';
import { fillTextTemplate } from '../template.ts';

/** A template as text, each value written so that it can do no harm where it stands; the template itself stays as it is. */
export const fillText = (template: string, message: Message, write?: (text: string) => string): string =>
  fillTextTemplate(template, templateDocument(message), write);

/** At most so many UTF-16 units, without half a character at the end. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, max - 1);
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}
