/** Calls back for every keyword ending at `end` with each of its owners, once; upper and lower case are the same. */
export type KeywordGate = (text: string, onOwner: (owner: number, end: number) => void) => void;

type Trie = { next: Map<number, number>[]; owners: number[][] };

/**
 * Aho-Corasick over all keywords at once, so that a text costs one pass however many patterns wait for it. The table is
 * dense: one row per state, one column per character that occurs in a keyword.
 */
export function buildKeywordGate(
  keywords: ReadonlyMap<string, readonly number[]>,
  /** `0` in a keyword stands for any digit. */
  { digitsAlike = false } = {},
): KeywordGate {
  const classOf = new Uint16Array(65_536);
  const trie: Trie = { next: [new Map()], owners: [[]] };
  let classes = 1;
  for (const [keyword, owners] of keywords) {
    let state = 0;
    const folded = keyword.toLowerCase();
    for (let at = 0; at < folded.length; at += 1) {
      const unit = folded.charCodeAt(at);
      if (classOf[unit] === 0) {
        classOf[unit] = classes;
        const upper = String.fromCharCode(unit).toUpperCase();
        if (upper.length === 1) classOf[upper.charCodeAt(0)] = classes;
        classes += 1;
      }
      state = childOf(trie, state, classOf[unit] ?? 0);
    }
    if (state !== 0) trie.owners[state]?.push(...owners);
  }
  if (digitsAlike) classOf.fill(classOf[48] ?? 0, 48, 58);
  return walker(classOf, classes, denseTable(trie, classes));
}

function childOf(trie: Trie, state: number, column: number): number {
  const known = trie.next[state]?.get(column);
  if (known !== undefined) return known;
  const created = trie.next.push(new Map()) - 1;
  trie.owners.push([]);
  trie.next[state]?.set(column, created);
  return created;
}

type Table = { next: Int32Array; owners: (number[] | null)[] };

/** Breadth first, so that the state to fall back to is complete before it is copied from. */
function denseTable(trie: Trie, classes: number): Table {
  const next = new Int32Array(trie.next.length * classes);
  const fallback = new Int32Array(trie.next.length);
  const queue = [0];
  for (const state of queue) {
    const back = fallback[state] ?? 0;
    for (let column = 1; column < classes; column += 1) {
      const child = trie.next[state]?.get(column);
      const whenBack = state === 0 ? 0 : (next[back * classes + column] ?? 0);
      next[state * classes + column] = child ?? whenBack;
      if (child === undefined) continue;
      fallback[child] = whenBack;
      trie.owners[child]?.push(...(trie.owners[whenBack] ?? []));
      queue.push(child);
    }
  }
  return { next, owners: trie.owners.map((owners) => (owners.length === 0 ? null : [...new Set(owners)])) };
}

function walker(classOf: Uint16Array, classes: number, { next, owners }: Table): KeywordGate {
  if (owners.length === 1) return () => {};
  // States are kept as row offsets: the hot loop then needs no multiplication, and one comparison finds a hit.
  const rows = next.map((state) => state * classes * (owners[state] === null ? 1 : -1));
  return (text, onOwner) => {
    let row = 0;
    for (let at = 0; at < text.length; at += 1) {
      row = rows[row + (classOf[text.charCodeAt(at)] as number)] as number;
      if (row < 0) {
        row = -row;
        const here = owners[row / classes] as number[];
        for (let which = 0; which < here.length; which += 1) onOwner(here[which] as number, at + 1);
      }
    }
  };
}
