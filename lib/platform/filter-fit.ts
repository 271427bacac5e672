import { readMoment } from './moment.ts';
import { nearest } from './nearest.ts';
import { type Path, writePath } from './path.ts';

/**
 * What stands at a known place of a document. `anything` may have places inside that nobody knows before, a `record`
 * has those that are known under its name.
 */
type KnownPath = {
  holds: 'text' | 'moment' | 'record' | 'anything';
  isNullable?: true;
  /** All the texts that it can be. */
  values?: readonly string[];
};
export type KnownPaths = Readonly<Record<string, KnownPath>>;

type Scalar = string | number | boolean | null;
type Condition = {
  eq?: Scalar | undefined;
  ne?: Scalar | undefined;
  in?: Scalar[] | undefined;
  gt?: number | string | undefined;
  lt?: number | string | undefined;
  exists?: boolean | undefined;
};

const knownAt = (path: Path, known: KnownPaths): KnownPath | undefined => {
  const own = Object.hasOwn(known, writePath(path)) ? known[writePath(path)] : undefined;
  const root = Object.hasOwn(known, String(path[0])) ? known[String(path[0])] : undefined;
  return own ?? (root?.holds === 'anything' ? root : undefined);
};

/** Why nothing can ever stand at the path; undefined when something can. */
export function pathFault(path: Path, known: KnownPaths): string | undefined {
  if (knownAt(path, known)) return undefined;
  const root = String(path[0]);
  const names = Object.keys(known);
  const inside = names.filter((name) => name.startsWith(`${root}.`));
  if (inside.length > 0) return `is not known here: ${root} has ${inside.join(' and ')}`;
  if (Object.hasOwn(known, root)) return `is not known here: ${root} is a text and has nothing inside`;
  const meant = nearest(
    root,
    names.filter((name) => !name.includes('.')),
  );
  const rest = writePath(['', ...path.slice(1)]).replace(/^\[""\]/, '');
  const suggestion = meant === undefined ? `data.${writePath(path)}` : meant + rest;
  return `is not known here: did you mean ${suggestion}? There are ${names.join(', ')} and what is inside attributes and data`;
}

const isTooLarge = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);

function valueFault(value: Scalar, name: string, place: KnownPath): string | undefined {
  if (value === null) return place.isNullable ? undefined : `${name} is never null`;
  if (place.holds === 'record')
    return `${name} is no single value: ask for what is inside, or whether it exists`;
  if (typeof value !== 'string') return `${name} is a text and never equals ${JSON.stringify(value)}`;
  if (place.values && !place.values.includes(value)) {
    const meant = nearest(value, place.values);
    const hint = meant === undefined ? '' : `, did you mean ${meant}?`;
    return `${name} is never ${JSON.stringify(value)}${hint}: it is one of ${place.values.join(', ')}`;
  }
  return undefined;
}

function boundFault(bound: number | string, name: string, place: KnownPath): string | undefined {
  if (place.values)
    return `${name} has no order: name the values with in, such as {"in": ["${place.values.at(-1)}"]}`;
  if (place.holds === 'record') return `${name} is no single value: ask for what is inside`;
  if (typeof bound === 'number') return `${name} is a text and cannot be compared with a number`;
  if (place.holds === 'moment' && readMoment(bound) === null)
    return `${name} is compared with a moment such as 2026-01-31T12:00:00Z`;
  return undefined;
}

/** Why a condition could never, or not exactly, say anything about what stands at the path. */
export function fitFault(path: Path, condition: Condition, known: KnownPaths | null): string | undefined {
  const values = [condition.eq, condition.ne, ...(condition.in ?? [])].filter((value) => value !== undefined);
  if (values.some(isTooLarge)) return 'holds a number too large to be exact: write it as a text, in quotes';
  const place = known ? knownAt(path, known) : undefined;
  if (!place || place.holds === 'anything') return undefined;
  const name = writePath(path);
  const bounds = [condition.gt, condition.lt].filter((bound) => bound !== undefined);
  for (const value of values) {
    const wrong = valueFault(value, name, place);
    if (wrong) return wrong;
  }
  return bounds.map((bound) => boundFault(bound, name, place)).find(Boolean);
}
