import { refusal } from '../refusal.ts';

const strict = new TextDecoder('utf-8', { fatal: true });

/** Bytes as text: by their byte order mark, as UTF-8, as UTF-16 without a mark, else as Windows-1252. */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const zeros = countZeros(bytes);
  if (zeros.even + zeros.odd > 0) {
    const half = Math.min(bytes.length, SAMPLE) / 2;
    if (zeros.odd > half * 0.4 && zeros.even < half * 0.1) return new TextDecoder('utf-16le').decode(bytes);
    if (zeros.even > half * 0.4 && zeros.odd < half * 0.1) return new TextDecoder('utf-16be').decode(bytes);
    throw refusal('unsupported');
  }
  try {
    return strict.decode(bytes);
  } catch {
    if (countControls(bytes) > 0) throw refusal('unsupported');
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const SAMPLE = 4096;

function countZeros(bytes: Buffer): { even: number; odd: number } {
  const counts = { even: 0, odd: 0 };
  for (let at = 0; at < Math.min(bytes.length, SAMPLE); at += 1) {
    if (bytes[at] === 0) counts[at % 2 === 0 ? 'even' : 'odd'] += 1;
  }
  return counts;
}

/** Bytes that no text of one byte a character holds. */
function countControls(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes.subarray(0, SAMPLE)) {
    if (byte < 0x20 && ![9, 10, 12, 13, 27].includes(byte)) count += 1;
  }
  return count;
}
