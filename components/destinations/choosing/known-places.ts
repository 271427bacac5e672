import { CHOICE_PATHS } from '#lib/dispatch/choosing/schema.ts';
import { type Path, parsePath, valueAt, writePath } from '#lib/platform/path.ts';

const MOST = 200;
const DEEPEST = 6;

/** The places inside a value that hold single values, first come first named. */
function placesIn(value: unknown, path: Path): string[] {
  if (typeof value !== 'object' || value === null) return [writePath(path)];
  if (path.length > DEEPEST) return [];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.slice(0, 3).map((item, i) => [i, item])
    : Object.entries(value);
  return entries.flatMap(([part, inner]) => placesIn(inner, [...path, part])).slice(0, MOST);
}

/** Paths that a filter can name: those of every event, and those of this one. */
export function pathsOf(event: { attributes?: unknown; data?: unknown } | undefined): string[] {
  const own = [...placesIn(event?.attributes, ['attributes']), ...placesIn(event?.data, ['data'])];
  return [...new Set([...Object.keys(CHOICE_PATHS), ...own])];
}

/** Values that may be meant at a path: all that there are, or the one of this event. */
export function valuesOf(event: object | undefined, path: string): string[] {
  const place = Object.hasOwn(CHOICE_PATHS, path)
    ? CHOICE_PATHS[path as keyof typeof CHOICE_PATHS]
    : undefined;
  if (place && 'values' in place) return [...(place.values as readonly string[])];
  const parts = parsePath(path);
  const value = parts && event ? valueAt(event, parts) : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? [String(value)]
    : [];
}
