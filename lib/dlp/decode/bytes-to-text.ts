import { isUtf8 } from 'node:buffer';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const utf16le = new TextDecoder('utf-16le', { fatal: true });
const utf16be = new TextDecoder('utf-16be', { fatal: true });

const MIN_LENGTH = 6;
/** What no text holds, but for tab, newline and carriage return. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is asked for
const UNREADABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/;

/** Bytes as the text they are, in UTF-8 or UTF-16; null when they are none. */
export function bytesToText(bytes: Buffer): string | null {
  const decoder = decoderFor(bytes);
  // Cheaper than what a decoder throws.
  if (decoder === utf8 && !isUtf8(bytes)) return null;
  try {
    const text = decoder.decode(bytes);
    return text.length >= MIN_LENGTH && !UNREADABLE.test(text) ? text : null;
  } catch {
    return null;
  }
}

/** Latin text in UTF-16 has a zero in every other byte. */
function decoderFor(bytes: Buffer): TextDecoder {
  if (bytes.length % 2 === 0 && bytes.includes(0)) {
    if (bytes[1] === 0 && bytes[bytes.length - 1] === 0) return utf16le;
    if (bytes[0] === 0 && bytes[bytes.length - 2] === 0) return utf16be;
  }
  return utf8;
}

const isControl = (byte: number): boolean =>
  (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 0x7f;

/** False when no text that `bytesToText` reads begins with these bytes. */
export function canBeginText(bytes: Uint8Array): boolean {
  if (bytes[0] === 0 || bytes[1] === 0) return true;
  let owed = 0;
  for (const byte of bytes) {
    if (isControl(byte)) return false;
    if (byte < 0x80 ? owed > 0 : byte < 0xc0 ? owed === 0 : owed > 0 || byte > 0xf4) return false;
    owed = byte < 0xc0 ? Math.max(0, owed - 1) : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  }
  return true;
}
