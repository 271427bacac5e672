import { joinPath } from '#lib/format/field-path.ts';

export type Change = {
  /** Dotted, with [n] for places in a list. */
  path: string;
  kind: 'added' | 'removed' | 'changed' | 'same';
  before: string | null;
  after: string | null;
};

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Lists of plain values are one leaf: a word that moves up would otherwise change every place after it. */
function isLeaf(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const inner = Object.values(value);
  return inner.length === 0 || (Array.isArray(value) && inner.every((one) => typeof one !== 'object'));
}

function leaves(value: unknown, path: string, into: Map<string, string>): Map<string, string> {
  if (value === undefined) return into;
  if (isLeaf(value)) into.set(path, text(value));
  else {
    for (const [key, inner] of Object.entries(value as object)) {
      leaves(inner, joinPath(path, Array.isArray(value) ? Number(key) : key), into);
    }
  }
  return into;
}

/** What differs between two values, leaf by leaf, in the order of the later one. Undefined or null: there was none. */
export function listChanges(before: unknown, after: unknown): Change[] {
  const old = leaves(before ?? undefined, '', new Map());
  const now = leaves(after ?? undefined, '', new Map());
  const changes = [...now].map(([path, value]): Change => {
    const was = old.get(path);
    const kind = was === undefined ? 'added' : was === value ? 'same' : 'changed';
    return { path, kind, before: was ?? null, after: value };
  });
  for (const [path, value] of old) {
    if (!now.has(path)) changes.push({ path, kind: 'removed', before: value, after: null });
  }
  return changes;
}
