import type { UnscannableReason } from '#lib/files/extract/schema.ts';

/** Why a file could not be looked into, and what to do about it. */
export const REASON_WORDS: Readonly<Record<UnscannableReason, { word: string; advice: string }>> = {
  encrypted: { word: 'encrypted', advice: 'It is protected by a password. Upload it without one.' },
  too_large: {
    word: 'too large',
    advice:
      'It unfolds into more than 100 MiB, nests too deep, or holds more than is kept. Upload its parts.',
  },
  malformed: { word: 'malformed', advice: 'It is damaged, or claims to be what it is not.' },
  unsupported: {
    word: 'unsupported',
    advice: 'Text cannot be taken out of this kind of file. Convert it first.',
  },
  timeout: { word: 'too slow', advice: 'Taking its text out took longer than 10 seconds. Upload its parts.' },
};

export const isPicture = (kind: string | null): boolean => /^(?:jpeg|png|gif|webp)$/.test(kind ?? '');

const KIB = 1024;

export function sizeText(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`;
  return bytes < KIB * KIB ? `${(bytes / KIB).toFixed(1)} KiB` : `${(bytes / KIB / KIB).toFixed(1)} MiB`;
}
