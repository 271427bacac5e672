/** How many letters have to be changed, added, left out or exchanged with their neighbour. */
function distance(one: string, other: string): number {
  let [before, row] = [[] as number[], Array.from({ length: other.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : changed;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed, swapped));
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
}

const fold = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The one of the words that was probably meant; undefined when none is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const meant = fold(word.slice(0, 40));
  const ranked = words
    .map((known) => ({ known, far: distance(meant, fold(known)) }))
    .filter(({ known, far }) => far <= Math.max(1, Math.floor(fold(known).length / 3)))
    .sort((a, b) => a.far - b.far);
  return ranked[0]?.known;
}
