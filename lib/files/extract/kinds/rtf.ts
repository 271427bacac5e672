import type { Reader } from '../reader.ts';
import type { ExtractedText } from '../schema.ts';

const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi;
/** Groups that hold tables of fonts and colours, pictures and the like, and no text. */
const SILENT = new Set(['fonttbl', 'colortbl', 'stylesheet', 'pict', 'themedata', 'datastore', 'listtable']);
const WINDOWS = new TextDecoder('windows-1252');

/** Rich text: by paragraphs, hidden text included; the words that only say how it looks are left out. */
export const readRtf: Reader = ({ bytes, place }) => {
  const found: ExtractedText[] = [];
  const silent: boolean[] = [false];
  let [text, skip] = ['', 0];
  const close = () => {
    if (text.trim() !== '') found.push({ text, place: `${place}paragraph ${found.length + 1}` });
    text = '';
  };
  const add = (part: string) => {
    if (silent.at(-1)) return;
    const kept = part.slice(skip);
    skip = Math.max(0, skip - part.length);
    text += kept;
  };
  for (const [, word, number, byte, symbol, brace, plain] of bytes.toString('latin1').matchAll(TOKEN)) {
    if (brace === '{') silent.push(silent.at(-1) ?? false);
    else if (brace === '}') silent.pop();
    else if (word !== undefined) {
      const name = word.toLowerCase();
      if (SILENT.has(name)) silent[silent.length - 1] = true;
      if (['par', 'cell', 'row', 'sect', 'page'].includes(name)) close();
      if (name === 'tab') add('\t');
      if (name === 'line') add('\n');
      if (name === 'u' && number !== undefined) {
        add(String.fromCharCode((Number(number) + 65_536) % 65_536));
        // One character follows for readers that know no Unicode.
        skip = 1;
      }
    } else if (byte !== undefined) add(WINDOWS.decode(Buffer.from(byte, 'hex')));
    else if (symbol !== undefined) add(symbol === '~' ? ' ' : /[\\{}]/.test(symbol) ? symbol : '');
    else if (plain !== undefined) add(plain);
  }
  close();
  return found;
};
