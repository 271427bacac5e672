import { listZip } from './kinds/zip-entries.ts';
import { refusal } from './refusal.ts';

const begins = (bytes: Buffer, ...values: number[]): boolean =>
  values.every((value, at) => bytes[at] === value);
const ascii = (bytes: Buffer, start: number, end: number): string =>
  bytes.subarray(start, end).toString('latin1');

/** Compressed or packed by what is not read here: better said than passed as scanned. */
const UNSUPPORTED: readonly (readonly number[])[] = [
  [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], // 7z
  [0x42, 0x5a, 0x68], // bzip2
  [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], // xz
  [0x28, 0xb5, 0x2f, 0xfd], // zstd
  [0x52, 0x61, 0x72, 0x21], // rar
];

/**
 * What a file is, by its first bytes; its name only decides between kinds of text.
 * @throws a refusal for what cannot be read.
 */
export async function detectKind(bytes: Buffer, name: string): Promise<string> {
  if (begins(bytes, 0x50, 0x4b, 0x03, 0x04) || begins(bytes, 0x50, 0x4b, 0x05, 0x06)) return zipKind(bytes);
  if (begins(bytes, 0xff, 0xd8, 0xff)) return 'jpeg';
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (/^GIF8[79]a/.test(ascii(bytes, 0, 6))) return 'gif';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  if (ascii(bytes, 0, 1024).includes('%PDF-')) return 'pdf';
  if (begins(bytes, 0x1f, 0x8b)) return 'gzip';
  if (ascii(bytes, 257, 262) === 'ustar') return 'tar';
  if (ascii(bytes, 0, 5) === '{\\rtf') return 'rtf';
  // The container of old Office files, and of new ones with a password.
  if (begins(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    const isLocked = bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'));
    throw refusal(isLocked ? 'encrypted' : 'unsupported');
  }
  if (UNSUPPORTED.some((magic) => begins(bytes, ...magic))) throw refusal('unsupported');
  return textKind(bytes, name);
}

async function zipKind(bytes: Buffer): Promise<string> {
  const names = new Set((await listZip(bytes)).map(({ fileName }) => fileName));
  if (names.has('[Content_Types].xml')) {
    if (names.has('word/document.xml')) return 'docx';
    if (names.has('xl/workbook.xml')) return 'xlsx';
    if (names.has('ppt/presentation.xml')) return 'pptx';
  }
  return names.has('mimetype') && names.has('content.xml') ? 'odf' : 'zip';
}

const MAIL =
  /^(?:(?:return-path|received|from|to|subject|date|message-id|mime-version|delivered-to|x-[\w-]+):[^\n]*\n(?:[ \t][^\n]*\n)*){2}/i;

function textKind(bytes: Buffer, name: string): string {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (ending === 'eml' || MAIL.test(ascii(bytes, 0, 4096).replaceAll('\r', ''))) return 'eml';
  if (['csv', 'tsv', 'json', 'jsonl', 'ndjson'].includes(ending))
    return ending === 'ndjson' ? 'jsonl' : ending;
  const head = ascii(bytes, 0, 512).trimStart().toLowerCase();
  if (ending === 'html' || ending === 'htm' || /^<(?:!doctype html|html)/.test(head)) return 'html';
  if (ending === 'xml' || head.startsWith('<?xml')) return 'xml';
  if (/^[{[]/.test(head)) return 'json';
  return 'text';
}
