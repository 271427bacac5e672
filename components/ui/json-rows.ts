import { placeLabel } from '#lib/format/place-label.ts';

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

/** As the scan names places, so that its findings are found again here. */
export function childPath(parent: string, key: string | number): string {
  return (parent + placeLabel(key)).replace(/^\./, '');
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

/** A span that was masked, as it is shown now, and what masked it. */
export type Mask = { text: string; pattern: string };
export type MaskedPiece = { text: string; masked: boolean; pattern: string | null };

/** A mask nobody has named: as long as the shortest one that hides everything. */
const UNNAMED = /\*{8,}/g;

function splitUnnamed(text: string): MaskedPiece[] {
  const pieces: MaskedPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(UNNAMED)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), masked: false, pattern: null });
    pieces.push({ text: match[0], masked: true, pattern: null });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), masked: false, pattern: null });
  return pieces;
}

/** Splits text at its masked spans, given in their order, so that each can be shown as a chip with its pattern. */
export function splitMasked(text: string, masks: readonly Mask[] = []): MaskedPiece[] {
  const pieces: MaskedPiece[] = [];
  let at = 0;
  for (const mask of masks) {
    const start = mask.text === '' ? -1 : text.indexOf(mask.text, at);
    if (start === -1) continue;
    pieces.push(...splitUnnamed(text.slice(at, start)));
    pieces.push({ text: mask.text, masked: true, pattern: mask.pattern });
    at = start + mask.text.length;
  }
  return [...pieces, ...splitUnnamed(text.slice(at))];
}
