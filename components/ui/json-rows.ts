export type JsonRow = {
  /** Dotted, with [n] for places in a list; empty for the root. */
  path: string;
  depth: number;
  name: string | null;
  kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'more';
  /** Text of a leaf; count of a branch; how many are left out. */
  value: string | number | boolean | null;
  open: boolean;
  raw: unknown;
};

/** A branch shows this many children at first. */
export const JSON_PAGE = 100;

const PLAIN = /^[A-Za-z_][A-Za-z0-9_-]*$/;

export function childPath(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (!PLAIN.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent ? `${parent}.${key}` : key;
}

function kindOf(value: unknown): JsonRow['kind'] {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'object' || type === 'number' || type === 'boolean' ? (type as JsonRow['kind']) : 'string';
}

export type Unfolded = { isOpen: (path: string, depth: number) => boolean; shown: (path: string) => number };

/** The tree as the lines that are visible now, in order. */
export function jsonRows(value: unknown, unfolded: Unfolded): JsonRow[] {
  const rows: JsonRow[] = [];
  const walk = (raw: unknown, name: string | null, at: { path: string; depth: number }) => {
    const { path, depth } = at;
    const kind = kindOf(raw);
    if (kind !== 'object' && kind !== 'array') {
      rows.push({ path, depth, name, kind, value: (raw ?? null) as JsonRow['value'], open: false, raw });
      return;
    }
    const children: [string | number, unknown][] = Array.isArray(raw)
      ? raw.map((child, index) => [index, child])
      : Object.entries(raw as object);
    const open = children.length > 0 && unfolded.isOpen(path, depth);
    rows.push({ path, depth, name, kind, value: children.length, open, raw });
    if (!open) return;
    const limit = unfolded.shown(path);
    for (const [key, child] of children.slice(0, limit)) {
      walk(child, String(key), { path: childPath(path, key), depth: depth + 1 });
    }
    if (children.length > limit) {
      rows.push({
        path,
        depth: depth + 1,
        name: null,
        kind: 'more',
        value: children.length - limit,
        open: false,
        raw: null,
      });
    }
  };
  walk(value, null, { path: '', depth: 0 });
  return rows;
}

/** Splits text at its masked spans (runs of •, with what separates them), so that each can be shown as a chip. */
export function splitMasked(text: string): { text: string; masked: boolean }[] {
  const pieces: { text: string; masked: boolean }[] = [];
  let at = 0;
  for (const match of text.matchAll(/•{2,}(?:[ .@-]•{2,})*/g)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), masked: false });
    pieces.push({ text: match[0], masked: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), masked: false });
  return pieces;
}
