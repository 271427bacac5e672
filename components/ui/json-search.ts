import { childPath, JSON_PAGE } from './json-rows.ts';

export type JsonMatches = {
  /** Paths of what matches, in the order of the document. */
  paths: readonly string[];
  /** Branches that have to be open for every match to be seen, and how many of their children. */
  open: ReadonlyMap<string, number>;
  /** There may be more: the search ended at its limit. */
  isCut: boolean;
};

const NO_MATCHES: JsonMatches = { paths: [], open: new Map(), isCut: false };
const MAX_MATCHES = 200;

type Step = { path: string; child: number };

/** Looks for a text in the names and values of a document, in whatever case. */
export function searchJson(value: unknown, text: string): JsonMatches {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return NO_MATCHES;
  const paths: string[] = [];
  const open = new Map<string, number>();
  const holds = (part: unknown) => String(part).toLowerCase().includes(wanted);
  const found = (path: string, way: readonly Step[]) => {
    paths.push(path);
    for (const step of way) {
      open.set(step.path, Math.max(open.get(step.path) ?? JSON_PAGE, step.child + 1));
    }
  };
  const walk = (raw: unknown, name: string | null, at: { path: string; way: readonly Step[] }): void => {
    if (paths.length >= MAX_MATCHES) return;
    const isBranch = typeof raw === 'object' && raw !== null;
    if ((name !== null && holds(name)) || (!isBranch && holds(raw))) found(at.path, at.way);
    if (!isBranch) return;
    const children: [string | number, unknown][] = Array.isArray(raw)
      ? raw.map((child, index) => [index, child])
      : Object.entries(raw);
    for (const [child, [key, inner]] of children.entries()) {
      const way = [...at.way, { path: at.path, child }];
      // The number of a place in a list is not a name that anybody looks for.
      walk(inner, typeof key === 'number' ? null : key, { path: childPath(at.path, key), way });
    }
  };
  walk(value, null, { path: '', way: [] });
  return { paths, open, isCut: paths.length >= MAX_MATCHES };
}
