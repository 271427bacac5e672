import { compareDecimals } from './decimal.ts';
import { type Filter, type FilterCondition, type FilterScalar, toCondition } from './filter.ts';
import { readMoment } from './moment.ts';
import { longNumber, type Path, parsePath, valueAt } from './path.ts';

type Operator = keyof FilterCondition;
type Test = { kind: 'test'; at: string; path: string; parts: Path; operator: Operator; expected: unknown };
type Node =
  | { kind: 'all'; at: string; nodes: Node[] }
  | { kind: 'any'; at: string; nodes: Node[] }
  | { kind: 'not'; at: string; node: Node }
  | Test;

/** A condition that decided, and what was found in its place. */
export type DecidingTest = Pick<Test, 'at' | 'path' | 'operator' | 'expected'> & {
  /** It stands inside `not`: it holds, and must not. */
  negated: boolean;
  found: unknown;
};

const member = (at: string, key: string): string => (at === '' ? key : `${at}.${key}`);

function compile(filter: Filter, at: string): Node {
  const nodes = Object.entries(filter).flatMap(([key, inner]): Node[] => {
    const place = member(at, key);
    if (key === 'not') return [{ kind: 'not', at: place, node: compile(inner as Filter, place) }];
    if (key === 'and' || key === 'or') {
      const parts = (inner as Filter[]).map((part, i) => compile(part, `${place}[${i}]`));
      return [{ kind: key === 'and' ? 'all' : 'any', at: place, nodes: parts }];
    }
    const parts = parsePath(key) ?? [key];
    const condition = toCondition(inner as FilterScalar | FilterCondition);
    return Object.entries(condition)
      .filter(([, expected]) => expected !== undefined)
      .map(([operator, expected]): Test => {
        return { kind: 'test', at: place, path: key, parts, operator: operator as Operator, expected };
      });
  });
  return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'all', at, nodes };
}

/** Destinations and rules keep their filters for as long as they are not changed. */
const compiled = new WeakMap<Filter, Node>();

function nodeOf(filter: Filter): Node {
  const known = compiled.get(filter);
  if (known) return known;
  const node = compile(filter, '');
  compiled.set(filter, node);
  return node;
}

/** The digits of a number that is not sure to be told from its neighbours as a double. */
function largeNumber(value: unknown): string | null {
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER ? String(value) : null;
  return longNumber(value);
}

const NUMBER = /^-?\d{1,400}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,4})?$/;

function equals(actual: unknown, expected: unknown): boolean {
  if (actual === expected) return true;
  if (typeof expected !== 'string' || !NUMBER.test(expected)) return false;
  const large = largeNumber(actual);
  return large !== null && compareDecimals(large, expected) === 0;
}

/** Below, at or above 0; not a number where the two have no order. */
function order(actual: unknown, bound: number | string): number {
  if (typeof bound === 'number') {
    if (typeof actual === 'number') return actual - bound;
    const digits = longNumber(actual);
    return digits === null ? Number.NaN : compareDecimals(digits, String(bound));
  }
  if (typeof actual !== 'string') return Number.NaN;
  const moment = readMoment(bound);
  if (moment !== null) return (readMoment(actual) ?? Number.NaN) - moment;
  return actual === bound ? 0 : actual < bound ? -1 : 1;
}

const TESTS: Record<Operator, (actual: unknown, expected: never) => boolean> = {
  eq: (actual, expected: unknown) => equals(actual, expected),
  ne: (actual, expected: unknown) => !equals(actual, expected),
  in: (actual, expected: unknown[]) => expected.some((value) => equals(actual, value)),
  gt: (actual, bound: number | string) => order(actual, bound) > 0,
  lt: (actual, bound: number | string) => order(actual, bound) < 0,
  exists: (actual, wanted: boolean) => (actual !== undefined) === wanted,
};

function holds(node: Node, document: unknown): boolean {
  if (node.kind === 'all') return node.nodes.every((part) => holds(part, document));
  if (node.kind === 'any') return node.nodes.some((part) => holds(part, document));
  if (node.kind === 'not') return !holds(node.node, document);
  return TESTS[node.operator](valueAt(document, node.parts), node.expected as never);
}

/**
 * Whether the document meets every member of the filter.
 *
 * - Values of different types are never equal, and have no order. A list or an object equals nothing.
 * - A number beyond ±(2^53 - 1), or with more digits than a double holds, equals the text of its digits, and is compared
 *   with a bound by all of them.
 * - What is not there is no null: it equals nothing, so that `ne` holds, and is neither above nor below anything.
 * - Texts are compared by their character codes; with a bound that is a date or a time of ISO 8601, as moments.
 */
export function matchesFilter(filter: Filter, document: unknown): boolean {
  return holds(nodeOf(filter), document);
}

const MAX_DECIDING = 50;

function deciding(node: Node, document: unknown, wanted: boolean): DecidingTest[] {
  if (node.kind === 'not') return deciding(node.node, document, !wanted);
  if (node.kind === 'test') {
    const { at, path, parts, operator, expected } = node;
    return [{ at, path, operator, expected, negated: !wanted, found: valueAt(document, parts) }];
  }
  return node.nodes
    .filter((part) => holds(part, document) !== wanted)
    .flatMap((part) => deciding(part, document, wanted));
}

/** The conditions that keep the document out, at most 50; empty where it is taken, or where nothing is asked of it. */
export function whyNotTaken(filter: Filter, document: unknown): DecidingTest[] {
  if (matchesFilter(filter, document)) return [];
  return deciding(nodeOf(filter), document, true).slice(0, MAX_DECIDING);
}

/** Whether the filter asks for anything below this root of the document. */
export function asksFor(filter: Filter, root: string): boolean {
  const asks = (node: Node): boolean => {
    if (node.kind === 'test') return node.parts[0] === root;
    return node.kind === 'not' ? asks(node.node) : node.nodes.some(asks);
  };
  return asks(nodeOf(filter));
}
