const KEPT_BYTES = 20_000;

/** What is kept of a text that was sent or answered: 20 kB without U+0000 and half surrogates; a character in whose middle it ends is left out. */
export function keptText(text: string): string {
  const sound = text.replaceAll('\0', '\uFFFD').toWellFormed();
  if (sound.length <= KEPT_BYTES / 4) return sound;
  const bytes = Buffer.from(sound);
  return bytes.length <= KEPT_BYTES
    ? sound
    : bytes
        .subarray(0, KEPT_BYTES)
        .toString('utf8')
        .replace(/\uFFFD$/, '');
}
