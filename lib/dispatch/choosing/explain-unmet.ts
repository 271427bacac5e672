import type { DecidingTest } from '#lib/platform/match-filter.ts';
import { longNumber } from '#lib/platform/path.ts';
import type { ChoiceTrialResult } from './schema.ts';

type Unmet = ChoiceTrialResult['unmet'][number];

const MAX_SHOWN = 200;

function typeOf(value: unknown): Unmet['found_type'] {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (longNumber(value) !== null) return 'number';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  return typeof value as 'number' | 'boolean' | 'object';
}

const cut = (text: string): string =>
  text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN).replace(/[\ud800-\udbff]$/, '')}…`;

/** A value as an answer shows it: what has places inside is named by its type alone. */
function shown(value: unknown): unknown {
  if (typeof value === 'string') return cut(value);
  return typeof value === 'object' && value !== null && longNumber(value) === null ? null : (value ?? null);
}

const ASKED: Record<Unmet['operator'], (expected: string) => string> = {
  eq: (expected) => `has to be ${expected}`,
  ne: (expected) => `must not be ${expected}`,
  in: (expected) => `has to be one of ${expected}`,
  gt: (expected) => `has to be above ${expected}`,
  lt: (expected) => `has to be below ${expected}`,
  exists: (expected) => (expected === 'true' ? 'has to be there' : 'must not be there'),
};

const write = (value: unknown): string => cut(JSON.stringify(value));

function hintOf({ operator, expected, found, negated }: DecidingTest): string {
  if (negated || operator === 'ne' || operator === 'exists') return '';
  const wanted = Array.isArray(expected) ? expected : [expected];
  const type = typeOf(found);
  if (type === 'missing' || type === 'null') return '';
  if (type === 'list' || type === 'object') return ': only single values can be compared';
  if (wanted.every((value) => typeOf(value) !== type))
    return ': values of different types have nothing in common';
  const folded = typeof found === 'string' ? found.trim().toLowerCase() : null;
  const differsInCase = wanted.some(
    (value) => typeof value === 'string' && value.trim().toLowerCase() === folded,
  );
  return differsInCase ? ': upper and lower case, and spaces, count' : '';
}

function whyOf(test: DecidingTest): string {
  const type = typeOf(test.found);
  const what =
    type === 'missing'
      ? 'is not there'
      : type === 'list' || type === 'object'
        ? `is a${type === 'object' ? 'n' : ''} ${type}`
        : `is ${write(test.found)}`;
  const asked = ASKED[test.operator](
    Array.isArray(test.expected) ? test.expected.map(write).join(', ') : write(test.expected),
  );
  const demand = test.negated ? `and “${asked}” stands inside not` : `and ${asked}`;
  return `${test.path} ${what}, ${demand}${hintOf(test)}.`;
}

/** A condition that keeps an event out, in words. */
export function explainUnmet(test: DecidingTest): Unmet {
  const { at, path, operator, expected, negated, found } = test;
  return {
    at,
    path,
    operator,
    expected,
    negated,
    found: shown(found),
    found_type: typeOf(found),
    why: whyOf(test),
  };
}
