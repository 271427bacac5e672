import { getRandomValues } from 'node:crypto';

const bytes = new Uint8Array(4096);
let offset = bytes.length;
let lastMs = 0;
let sequence = 0;
/** Of the millisecond before: ids come in bursts. */
let prefixMs = -1;
let prefix = '';
const hex: string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));
const at = (i: number): string => hex[i & 0xff] as string;

/**
 * A UUIDv7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, a 12-bit counter that keeps ids of one
 * process in order within a millisecond (section 6.2, method 1), 62 random bits.
 */
export function uuidv7(nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
  }
  if (offset + 8 > bytes.length) {
    getRandomValues(bytes);
    offset = 0;
  }
  if (lastMs !== prefixMs) {
    prefixMs = lastMs;
    const digits = lastMs.toString(16).padStart(12, '0');
    prefix = `${digits.slice(0, 8)}-${digits.slice(8)}-7`;
  }
  const r = (i: number): number => bytes[offset + i] as number;
  const id =
    `${prefix}${(sequence >>> 8).toString(16)}${at(sequence)}-${at((r(0) & 0x3f) | 0x80)}${at(r(1))}-` +
    `${at(r(2))}${at(r(3))}${at(r(4))}${at(r(5))}${at(r(6))}${at(r(7))}`;
  offset += 8;
  return id;
}

/** The lowest UUIDv7 of a moment: the boundary of a day partition and of a time filter on ids. */
export function uuidv7Floor(at: Date): string {
  // No id was made before 1970.
  const ms = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`;
}

/** The moment a UUIDv7 was made, in milliseconds of Unix time. */
export function uuidv7Ms(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether the text is a UUID in its lower-case form. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
