/** Shortens an id by its middle, keeping both ends: ids made by time share their start, so the end tells them apart. */
export function cutMiddle(text: string, head = 8, tail = 4): string {
  const glyphs = Array.from(text);
  if (glyphs.length <= head + tail + 1) return text;
  return `${glyphs.slice(0, head).join('')}…${tail > 0 ? glyphs.slice(-tail).join('') : ''}`;
}
