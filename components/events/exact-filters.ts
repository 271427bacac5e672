import { statusWord } from '#components/ui/status-words.ts';
import { SEVERITIES, VERDICTS } from '#lib/dlp/schema.ts';
import { EVENT_STATUSES, FACETS, type FacetName, NONE } from '#lib/events/schema.ts';
import { cutMiddle } from '#lib/format/cut-middle.ts';

/** A field of an event that a list can be narrowed to, and what it has to be. */
export type ExactFilter = { key: string; value: string };

export const FACET_LABELS: Readonly<Record<FacetName, string>> = {
  status: 'Status',
  verdict: 'Verdict',
  severity: 'Severity',
  category: 'Category',
  name: 'Name',
  client: 'Client',
  source: 'Source',
};

/** Fields whose values are known beforehand. */
const CHOICES: Partial<Record<string, readonly string[]>> = {
  status: EVENT_STATUSES,
  verdict: [...VERDICTS, NONE],
  severity: [...SEVERITIES, NONE],
};

export const choicesOf = (key: string): readonly string[] | undefined => CHOICES[key];

export const EXACT_FIELDS: readonly { key: string; label: string; placeholder: string }[] = [
  { key: 'category', label: FACET_LABELS.category, placeholder: 'checkout' },
  { key: 'session_id', label: 'Session', placeholder: 's-1842' },
  { key: 'name', label: FACET_LABELS.name, placeholder: 'order.paid' },
  { key: 'client', label: FACET_LABELS.client, placeholder: 'id of the client' },
  { key: 'source', label: FACET_LABELS.source, placeholder: 'id of the source' },
  { key: 'verdict', label: FACET_LABELS.verdict, placeholder: '' },
  { key: 'severity', label: FACET_LABELS.severity, placeholder: '' },
  { key: 'status', label: FACET_LABELS.status, placeholder: '' },
];

/** Marks a filter on a value inside the content: `data.order.total`. */
export const DATA_PREFIX = 'data.';
/** Marks a filter that leaves out what has the value: `not.category`. */
export const NOT_PREFIX = 'not.';
const MAX_PATH = 200;

const KEYS = new Set([
  ...EXACT_FIELDS.map((field) => field.key),
  ...FACETS.map((facet) => `${NOT_PREFIX}${facet}`),
]);

export const isExactKey = (key: string): boolean =>
  KEYS.has(key) || (key.startsWith(DATA_PREFIX) && key.length > DATA_PREFIX.length);

/** Only and not of one field exclude each other. */
export const oppositeKey = (key: string): string =>
  key.startsWith(NOT_PREFIX) ? key.slice(NOT_PREFIX.length) : `${NOT_PREFIX}${key}`;

/** What the address narrows to, in its order; an empty value narrows nothing. */
export function exactFiltersOf(search: URLSearchParams, isKey = isExactKey): ExactFilter[] {
  return [...new Map(search).entries()].flatMap(([key, value]) =>
    isKey(key) && value !== '' ? [{ key, value }] : [],
  );
}

/** How a filter is named on its chip. */
export function exactLabel(key: string): string {
  const isNot = key.startsWith(NOT_PREFIX);
  const bare = isNot ? key.slice(NOT_PREFIX.length) : key;
  const label = EXACT_FIELDS.find((field) => field.key === bare)?.label ?? bare;
  return isNot ? `${label} is not` : label;
}

const STATUS_KINDS: Partial<Record<string, 'event' | 'verdict' | 'severity'>> = {
  status: 'event',
  verdict: 'verdict',
  severity: 'severity',
};

/** Fields whose values are ids of what has a name. */
export const isSender = (key: string): boolean => key === 'client' || key === 'source';

/** A value as people read it: the word of a state, the name of a client or a source. `names`: by id, as far as known. */
export function exactValue(key: string, value: string, names: Readonly<Record<string, string>> = {}): string {
  const bare = key.replace(/^not\./, '');
  const kind = STATUS_KINDS[bare];
  if (kind && value !== NONE) return statusWord(kind, value).word;
  return isSender(bare) && value !== NONE ? (names[value] ?? cutMiddle(value)) : (names[value] ?? value);
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
