import { AppError, isAppError } from '#lib/platform/errors.ts';
import { parseJson } from '#lib/platform/json.ts';
import { createLru } from '#lib/platform/lru.ts';

/** What is asked: one permission, or whether any or all of several hold. */
export type PermissionQuery = string | { any: PermissionQuery[] } | { all: PermissionQuery[] };

/** A star stands in grants alone. */
const NAME = /^[^*\0]{1,80}$/;
const MAX_ITEMS = 50;
const MAX_DEPTH = 8;
const MAX_NODES = 100;
const MAX_QUERY_BYTES = 4 * 1024;

function fault(path: string, message: string): AppError {
  const where = path === '' ? 'The query' : `The query at ${path}`;
  const words = `${where} ${message}.`;
  return new AppError('bad_request', words, {
    details: { errors: [{ path: path === '' ? 'permissions' : `permissions.${path}`, message }] },
  });
}

type Budget = { nodes: number };
type Place = { path: string; depth: number; budget: Budget };

function check(value: unknown, { path, depth, budget }: Place): PermissionQuery {
  budget.nodes += 1;
  if (budget.nodes > MAX_NODES) throw fault(path, `has more than ${MAX_NODES} parts`);
  if (typeof value === 'string') {
    if (!NAME.test(value)) throw fault(path, 'is not the name of a permission');
    return value;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw fault(path, 'is neither a name nor an object with any or all');
  const entries = Object.entries(value);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) throw fault(path, 'needs exactly one key, any or all');
  const [key, items] = entry;
  if (key !== 'any' && key !== 'all') throw fault(path, `has the unknown key ${JSON.stringify(key)}`);
  const at = path === '' ? key : `${path}.${key}`;
  if (!Array.isArray(items)) throw fault(at, 'is not an array');
  if (items.length === 0) throw fault(at, 'is empty');
  if (items.length > MAX_ITEMS) throw fault(at, `has more than ${MAX_ITEMS} parts`);
  if (depth === MAX_DEPTH) throw fault(at, `is nested deeper than ${MAX_DEPTH}`);
  const parts = items.map((item, index) =>
    check(item, { path: `${at}[${index}]`, depth: depth + 1, budget }),
  );
  return key === 'any' ? { any: parts } : { all: parts };
}

/**
 * A query as it was sent in a body. @throws AppError `bad_request` with the path of the fault: exactly one key, arrays of
 * 1 to 50, at most 8 deep and of 100 parts.
 */
export const checkQuery = (value: unknown): PermissionQuery =>
  check(value, { path: '', depth: 0, budget: { nodes: 0 } });

/** The same questions come again and again: a good one is taken apart once. */
const parsed = createLru<string, PermissionQuery>(2_000);

/** A query as it stands in an address, as JSON. @throws AppError `bad_request` likewise. */
export function parseQuery(text: string | undefined): PermissionQuery {
  if (text === undefined) throw fault('', 'has to be given');
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (Buffer.byteLength(text) > MAX_QUERY_BYTES) throw fault('', 'is longer than 4 KiB');
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw fault('', 'is not JSON');
  }
  const query = checkQuery(value);
  parsed.set(text, query);
  return query;
}

/** Whether the query holds for somebody who may do what `allows` says. */
export function evaluate(query: PermissionQuery, allows: (name: string) => boolean): boolean {
  if (typeof query === 'string') return allows(query);
  return 'any' in query
    ? query.any.some((part) => evaluate(part, allows))
    : query.all.every((part) => evaluate(part, allows));
}
