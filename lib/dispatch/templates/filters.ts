import { longNumber, parsePath, valueAt } from '#lib/platform/path.ts';
import { formatMoment, isZone } from './format-moment.ts';

export type Argument = string | number | boolean | null;

type Spend = (characters: number) => void;
type TemplateFilter = {
  /** In a few words, for whoever writes a template. */
  does: string;
  /** What is wrong with the arguments. */
  check: (args: readonly Argument[]) => string | undefined;
  /** `spend` is told beforehand how many characters are made, or looked at, and throws when they are too many. */
  apply: (value: unknown, args: readonly Argument[], spend: Spend) => unknown;
};

/** A value inside a text: nothing for null and for what is not there, JSON for lists and objects. */
export function asText(value: unknown, spend: Spend): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : (longNumber(value) ?? JSON.stringify(value));
  spend(text.length);
  return text;
}

const none = (args: readonly Argument[]): string | undefined =>
  args.length === 0 ? undefined : 'takes nothing after it';

const isCount = (value: Argument | undefined, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;

/** What works on any value as a text. */
const onText = (does: string, change: (text: string) => string): TemplateFilter => ({
  does,
  check: none,
  apply: (value, _args, spend) => {
    const made = change(asText(value, spend).toWellFormed());
    spend(made.length);
    return made;
  },
});

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const lengthOf = (value: unknown, spend: Spend): number => {
  if (value === undefined || value === null) return 0;
  if (Array.isArray(value)) return value.length;
  if (typeof value === 'object' && longNumber(value) === null) return Object.keys(value).length;
  return Array.from(asText(value, spend)).length;
};

/** What a filter cannot work on becomes null, so that `default` can follow. */
export const FILTERS: Readonly<Record<string, TemplateFilter>> = {
  default: {
    does: 'stands in for what is not there, null or empty: default: "none"',
    check: (args) =>
      args.length === 1 ? undefined : 'needs the value that stands in, such as default: "none"',
    apply: (value, [otherwise]) =>
      value === undefined || value === null || value === '' ? otherwise : value,
  },
  json: {
    does: 'as JSON',
    check: none,
    apply: (value, _args, spend) => {
      const text = JSON.stringify(value ?? null);
      spend(text.length);
      return text;
    },
  },
  text: onText('as text', (text) => text),
  upper: onText('in upper case', (text) => text.toUpperCase()),
  lower: onText('in lower case', (text) => text.toLowerCase()),
  trim: onText('without spaces at its ends', (text) => text.trim()),
  url: onText('as part of an address', encodeURIComponent),
  html: onText('as text inside HTML', (text) => text.replace(/[&<>"']/g, (sign) => HTML[sign] ?? sign)),
  truncate: {
    does: 'cut to so many characters: truncate: 40, or truncate: 40, "..."',
    check: ([most, end = '…', ...more]) =>
      isCount(most, 1_000_000) && typeof end === 'string' && end.length <= 100 && more.length === 0
        ? undefined
        : 'needs how many characters stay, such as truncate: 40, and perhaps a text for the end',
    apply: (value, [most, end = '…'], spend) => {
      const signs = Array.from(asText(value, spend));
      if (signs.length <= Number(most)) return signs.join('');
      const tail = Array.from(String(end)).slice(0, Number(most));
      return [...signs.slice(0, Number(most) - tail.length), ...tail].join('');
    },
  },
  replace: {
    does: 'one text in the place of another: replace: "a", "b"',
    check: ([from, to, ...more]) =>
      typeof from === 'string' && from !== '' && typeof to === 'string' && more.length === 0
        ? undefined
        : 'needs two texts, such as replace: "_", " "',
    apply: (value, [from, to], spend) => {
      const pieces = asText(value, spend).split(String(from));
      spend(pieces.length * String(to).length);
      return pieces.join(String(to));
    },
  },
  join: {
    does: 'a list as one text: join: ", "',
    check: ([between = ', ', ...more]) =>
      typeof between === 'string' && more.length === 0
        ? undefined
        : 'needs the text between, such as join: ", "',
    apply: (value, [between = ', '], spend) => {
      if (!Array.isArray(value)) return value;
      spend(value.length * (String(between).length + 1));
      return value.map((item) => asText(item, spend)).join(String(between));
    },
  },
  map: {
    does: 'of each item of a list what stands at a path: map: "sku"',
    check: ([path, ...more]) =>
      typeof path === 'string' && parsePath(path) !== null && more.length === 0
        ? undefined
        : 'needs a path in quotes, such as map: "sku"',
    apply: (value, [path], spend) => {
      if (!Array.isArray(value)) return null;
      spend(value.length);
      const way = parsePath(String(path)) ?? [];
      return value.map((item) => valueAt(item, way) ?? null);
    },
  },
  first: {
    does: 'the first of a list',
    check: none,
    apply: (value) => (Array.isArray(value) ? (value[0] ?? null) : null),
  },
  last: {
    does: 'the last of a list',
    check: none,
    apply: (value) => (Array.isArray(value) ? (value.at(-1) ?? null) : null),
  },
  count: {
    does: 'how many items, members or characters',
    check: none,
    apply: (value, _args, spend) => lengthOf(value, spend),
  },
  round: {
    does: 'a number rounded: round, or round: 2',
    check: ([places = 0, ...more]) =>
      isCount(places, 10) && more.length === 0 ? undefined : 'takes how many places stay, 0 to 10',
    apply: (value, [places = 0]) =>
      typeof value === 'number' ? Number(value.toFixed(Number(places))) : null,
  },
  date: {
    does: 'a moment written anew: date: "YYYY-MM-DD HH:mm", "Europe/Berlin"; iso, unix, unix_ms',
    check: ([format, zone = 'UTC', ...more]) => {
      if (typeof format !== 'string' || format.length > 100 || more.length > 0)
        return 'needs a format, such as date: "YYYY-MM-DD HH:mm", and perhaps a zone';
      return typeof zone === 'string' && isZone(zone) ? undefined : `knows no zone ${String(zone)}`;
    },
    apply: (value, [format, zone = 'UTC']) => formatMoment(value, String(format), String(zone)),
  },
};
