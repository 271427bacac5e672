import { type EventColumnId, isColumnId } from '#lib/event-views/schema.ts';
import { columnPathFault, MAX_COLUMN_PATHS } from '#lib/events/columns/schema.ts';

/** Always shown, always first: it is the row's link. */
export const LOCKED: EventColumnId = 'time';

/** What is shown as long as the address names nothing else. */
export const DEFAULT_COLUMNS: readonly string[] = [
  ...[LOCKED, 'name', 'verdict', 'severity', 'status', 'category', 'client', 'session', 'attributes', 'id'],
];

const isPath = (id: string): boolean => !isColumnId(id) && columnPathFault(id) === null;
export const pathsOf = (ids: readonly string[]): string[] => ids.filter(isPath);

/** The columns that a text of the address names, the locked one first; what is no column is left out. */
export function readColumns(text: string | null): readonly string[] {
  if (text === null) return DEFAULT_COLUMNS;
  const known = [...new Set([LOCKED, ...text.split(',')])].filter((id) => isColumnId(id) || isPath(id));
  const surplus = new Set(pathsOf(known).slice(MAX_COLUMN_PATHS));
  return known.filter((id) => !surplus.has(id));
}

/** The text that stands for these columns; null when they are those that are shown anyway. */
export function writeColumns(ids: readonly string[]): string | null {
  const text = ids.join(',');
  return text === DEFAULT_COLUMNS.join(',') ? null : text;
}

/** Why a path cannot become a column; null when it can. */
export function addFault(ids: readonly string[], path: string): string | null {
  const fault = columnPathFault(path);
  if (fault !== null) return `${path === '' ? 'It' : path} ${fault}`;
  if (ids.includes(path)) return `${path} is shown already`;
  if (pathsOf(ids).length >= MAX_COLUMN_PATHS) return `At most ${MAX_COLUMN_PATHS} paths are shown at once`;
  return null;
}

/** A further path stands behind the others, or behind the name: at the end of the table few would see it. */
export function withPath(ids: readonly string[], path: string): readonly string[] {
  const behind = ids.findLastIndex((id) => isPath(id));
  const at = behind === -1 ? Math.max(ids.indexOf('name'), ids.indexOf(LOCKED)) : behind;
  return ids.toSpliced(at + 1, 0, path);
}

/** Moves one column by one place; the locked one keeps its own. */
export function moved(ids: readonly string[], id: string, by: 1 | -1): readonly string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 1 || to < 1 || to >= ids.length) return ids;
  const next = ids.toSpliced(from, 1);
  return next.toSpliced(to, 0, id);
}
