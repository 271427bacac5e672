import { CHOICE_PATHS } from '#lib/dispatch/choosing/schema.ts';
import { type Filter, type FilterScalar, toCondition } from '#lib/platform/filter.ts';

export type Operator = 'eq' | 'ne' | 'in' | 'gt' | 'lt' | 'exists' | 'missing';
/** One condition; values are as somebody writes them: `12` is a number, `"12"` in quotes a text. */
export type FilterRow = { path: string; operator: Operator; values: readonly string[] };
/** All rows are required, or one of them is enough. */
export type FilterRows = { join: 'all' | 'any'; rows: readonly FilterRow[] };

const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|".*")$/s;

const isText = (path: string): boolean =>
  Object.hasOwn(CHOICE_PATHS, path) && CHOICE_PATHS[path as keyof typeof CHOICE_PATHS].holds !== 'anything';

/** A value as it is written beside a path. */
export function writeValue(value: FilterScalar, path: string): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const isPlain = isText(path) ? value !== 'null' && !/^".*"$/s.test(value) : !LITERAL.test(value);
  return isPlain && value === value.trim() && value !== '' ? value : JSON.stringify(value);
}

/** What is meant by what was written. */
export function readValue(text: string, path: string): FilterScalar {
  const word = text.trim();
  if (isText(path) ? word === 'null' || /^".*"$/s.test(word) : LITERAL.test(word)) {
    try {
      return JSON.parse(word) as FilterScalar;
    } catch {
      return word;
    }
  }
  return word;
}

const isGroup = (key: string): boolean => key === 'and' || key === 'or' || key === 'not';

/** The rows of a filter without groups; null when it has any. */
function flatRows(filter: Filter): FilterRow[] | null {
  const rows: FilterRow[] = [];
  for (const [path, inner] of Object.entries(filter)) {
    if (isGroup(path)) return null;
    const condition = toCondition(inner as Parameters<typeof toCondition>[0]);
    for (const [operator, expected] of Object.entries(condition)) {
      if (operator === 'exists') rows.push({ path, operator: expected ? 'exists' : 'missing', values: [] });
      else {
        const values = [expected].flat().map((value) => writeValue(value as FilterScalar, path));
        rows.push({ path, operator: operator as Operator, values });
      }
    }
  }
  return rows;
}

/** Each of a group as one row. */
function rowsOfGroup(parts: unknown): FilterRow[] | null {
  const rows = (parts as Filter[]).map((part) => flatRows(part));
  return rows.every((of) => of?.length === 1) ? rows.flatMap((of) => of ?? []) : null;
}

/** A filter as rows; null when it says more than rows can. */
export function rowsOf(filter: Filter): FilterRows | null {
  const { and, or, ...rest } = filter;
  if (or !== undefined) {
    const rows = and === undefined && Object.keys(rest).length === 0 ? rowsOfGroup(or) : null;
    return rows && { join: 'any', rows };
  }
  const [own, more] = [flatRows(rest), and === undefined ? [] : rowsOfGroup(and)];
  return own && more && { join: 'all', rows: [...own, ...more] };
}

function conditionOf({ path, operator, values }: FilterRow): Record<string, unknown> {
  if (operator === 'exists' || operator === 'missing') return { exists: operator === 'exists' };
  const read = values.map((value) => readValue(value, path));
  return { [operator]: operator === 'in' ? read : read.length === 0 ? '' : read[0] };
}

/** An `eq` alone is written as its bare value. */
const shortened = (condition: Record<string, unknown>): unknown =>
  Object.keys(condition).length === 1 && 'eq' in condition ? condition.eq : condition;

/** The filter that the rows say. */
export function filterOf({ join, rows }: FilterRows): Record<string, unknown> {
  const single = (row: FilterRow) => ({ [row.path]: shortened(conditionOf(row)) });
  if (join === 'any') return rows.length === 0 ? {} : { or: rows.map(single) };
  const own = new Map<string, Record<string, unknown>>();
  const more: unknown[] = [];
  for (const row of rows) {
    const [condition, there] = [conditionOf(row), own.get(row.path) ?? {}];
    if (isGroup(row.path) || Object.keys(condition).some((operator) => operator in there))
      more.push(single(row));
    else own.set(row.path, { ...there, ...condition });
  }
  const members = [...own].map(([path, condition]) => [path, shortened(condition)]);
  return { ...Object.fromEntries(members), ...(more.length > 0 ? { and: more } : {}) };
}
