import { Parser } from 'htmlparser2';
import { SaxesParser } from 'saxes';
import { refusal } from '../refusal.ts';
import type { ExtractedText } from '../schema.ts';

const INLINE = new Set([
  'a',
  'b',
  'i',
  'u',
  's',
  'em',
  'strong',
  'span',
  'code',
  'font',
  'mark',
  'small',
  'sub',
  'sup',
]);

/** Text by blocks, attributes and comments; what only the eye would miss (scripts, hidden parts) too. */
export function htmlTexts(html: string, place: string): ExtractedText[] {
  const found: ExtractedText[] = [];
  let block = '';
  const close = () => {
    if (block.trim() !== '') found.push({ text: block, place: `${place}block ${found.length + 1}` });
    block = '';
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      if (!INLINE.has(name)) close();
      for (const [key, value] of Object.entries(attributes)) {
        if (value !== '') found.push({ text: value, place: `${place}attribute ${key} of ${name}`, key });
      }
    },
    onclosetag(name) {
      if (!INLINE.has(name)) close();
    },
    ontext(text) {
      block += text;
    },
    oncomment(text) {
      found.push({ text, place: `${place}comment` });
    },
  });
  parser.end(html);
  close();
  return found;
}

export type XmlHandlers = {
  onOpen?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  onText?: (text: string) => void;
  onClose?: (name: string) => void;
  onComment?: (text: string) => void;
};

/** Walks XML. No entity is ever defined or fetched: a document that brings its own is refused. */
export function walkXml(xml: string, handlers: XmlHandlers): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw refusal('malformed', error);
  });
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype)) throw refusal('malformed');
  });
  parser.on('opentag', ({ name, attributes }) =>
    handlers.onOpen?.(name, attributes as Readonly<Record<string, string>>),
  );
  parser.on('text', (text) => handlers.onText?.(text));
  parser.on('cdata', (text) => handlers.onText?.(text));
  parser.on('closetag', ({ name }) => handlers.onClose?.(name));
  parser.on('comment', (text) => handlers.onComment?.(text));
  parser.write(xml).close();
}

/** The text of every element by itself, its attributes and the comments; the element's name is its key. */
export function xmlTexts(xml: string, place: string): ExtractedText[] {
  const found: ExtractedText[] = [];
  const path: { name: string; text: string }[] = [];
  walkXml(xml, {
    onOpen(name, attributes) {
      path.push({ name, text: '' });
      for (const [key, value] of Object.entries(attributes)) {
        found.push({ text: value, place: `${place}${path.map((one) => one.name).join('/')}/@${key}`, key });
      }
    },
    onText(text) {
      const top = path.at(-1);
      if (top) top.text += text;
    },
    onClose() {
      const where = path.map((one) => one.name).join('/');
      const closed = path.pop();
      if (closed && closed.text.trim() !== '') {
        found.push({ text: closed.text, place: `${place}${where}`, key: closed.name });
      }
    },
    onComment(text) {
      found.push({ text, place: `${place}comment` });
    },
  });
  return found;
}
