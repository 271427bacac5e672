/** A field of an event that a list can be narrowed to, and what it has to be. */
export type ExactFilter = { key: string; value: string };

export const EXACT_FIELDS: readonly { key: string; label: string; placeholder: string }[] = [
  { key: 'category', label: 'Category', placeholder: 'checkout' },
  { key: 'session_id', label: 'Session', placeholder: 's-1842' },
  { key: 'name', label: 'Name', placeholder: 'order.paid' },
];

/** Marks a filter on a value inside the content: `data.order.total`. */
export const DATA_PREFIX = 'data.';
const MAX_PATH = 200;

const KEYS = new Set(EXACT_FIELDS.map((field) => field.key));

export const isExactKey = (key: string): boolean =>
  KEYS.has(key) || (key.startsWith(DATA_PREFIX) && key.length > DATA_PREFIX.length);

/** What the address narrows to, in its order; an empty value narrows nothing. */
export function exactFiltersOf(search: URLSearchParams, isKey = isExactKey): ExactFilter[] {
  return [...new Map(search).entries()].flatMap(([key, value]) =>
    isKey(key) && value !== '' ? [{ key, value }] : [],
  );
}

/** How a filter is named on its chip. */
export function exactLabel(key: string): string {
  return EXACT_FIELDS.find((field) => field.key === key)?.label ?? key;
}

/**
 * The filter for a place in the content: `items[0].price` is asked for as `data.items.0.price`. Null where the list
 * cannot be asked: names with a dot in them, paths too long, and null, which no text equals.
 */
export function dataFilter(path: string, value: string | number | boolean | null): ExactFilter | null {
  if (value === null || path === '') return null;
  const pieces = [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(
    ([, index, quoted, plain]) => index ?? (quoted ? (JSON.parse(quoted) as string) : (plain as string)),
  );
  if (pieces.length === 0 || pieces.some((piece) => piece.includes('.') || piece === '')) return null;
  const key = `${DATA_PREFIX}${pieces.join('.')}`;
  return key.length - DATA_PREFIX.length > MAX_PATH ? null : { key, value: String(value) };
}
