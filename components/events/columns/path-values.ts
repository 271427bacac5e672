import { dataFilter, type ExactFilter } from '../exact-filters.ts';

/** A value beside an event of the list. */
export type PathValue = { path: string; value: unknown; isCut: boolean };

/** As it stands in its cell and on the clipboard. */
export const valueText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** The filter for the value, or why there is none. */
export function valueFilter({ path, value, isCut }: PathValue): ExactFilter | string {
  if (!path.startsWith('data.')) return 'Attributes are no filter of this list';
  if (isCut) return 'The value is longer than 500 characters';
  if (value === null) return 'No text equals null';
  if (typeof value === 'object') return 'Only text, numbers and yes or no can be filtered by';
  return { key: path, value: String(value) };
}

/** A place of the JSON viewer as the path of a column; null where the list cannot be asked for it. */
export function columnPathOf(place: string): string | null {
  const key = dataFilter(place, '')?.key ?? null;
  return key === null || key.includes(',') ? null : key;
}

const MAX_SUGGESTED = 200;
const MAX_DEPTH = 8;

/** The paths of the leaves of a document, the first place of every list standing for the others. */
export function leafPaths(root: string, document: unknown): string[] {
  const paths: string[] = [];
  const walk = (value: unknown, path: string, depth: number): void => {
    if (paths.length >= MAX_SUGGESTED || depth > MAX_DEPTH) return;
    if (typeof value !== 'object' || value === null) {
      if (depth > 0) paths.push(path);
      return;
    }
    const entries = Array.isArray(value) ? Object.entries(value.slice(0, 1)) : Object.entries(value);
    for (const [key, inner] of entries) {
      if (key !== '' && !/[.,]/.test(key)) walk(inner, `${path}.${key}`, depth + 1);
    }
  };
  walk(document, root, 0);
  return paths;
}
