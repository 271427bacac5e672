import { z } from 'zod';

const Scalar = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]);

const Condition = z
  .strictObject({
    eq: Scalar.optional(),
    ne: Scalar.optional(),
    in: z.array(Scalar).min(1).max(100).optional(),
    gt: z.union([z.number(), z.string()]).optional(),
    lt: z.union([z.number(), z.string()]).optional(),
    exists: z.boolean().optional(),
  })
  .refine(
    (condition) => Object.keys(condition).length > 0,
    'needs at least one of eq, ne, in, gt, lt, exists',
  );

type Condition = z.infer<typeof Condition>;
type Scalar = z.infer<typeof Scalar>;

/** `{}` takes everything; several members are all required; a bare value means `eq`. */
export type Filter = { [path: string]: Scalar | Condition | Filter | Filter[] };

const PATH = /^[\w-]+(\.[\w-]+|\[\d+\])*$/;
const MAX_DEPTH = 8;

function addFaults(value: unknown, path: (string | number)[], context: z.RefinementCtx): void {
  const fault = (at: (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path: at, message });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fault(path, 'has to be an object');
    return;
  }
  if (path.length > MAX_DEPTH * 2) {
    fault(path, `is nested deeper than ${MAX_DEPTH} levels`);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, key];
    if (key === 'not') addFaults(inner, at, context);
    else if (key === 'and' || key === 'or') {
      if (!Array.isArray(inner) || inner.length === 0 || inner.length > 50)
        fault(at, 'has to be a list of 1 to 50 filters');
      else for (const [i, item] of inner.entries()) addFaults(item, [...at, i], context);
    } else if (!PATH.test(key)) fault(at, 'is not a path such as category or data.user.id');
    else {
      const parsed = z.union([Scalar, Condition]).safeParse(inner);
      if (!parsed.success) fault(at, 'has to be a value, or conditions: eq, ne, in, gt, lt, exists');
    }
  }
}

/** The condition language of enrichment rules and destinations, over the event as a document. */
export const Filter: z.ZodType<Filter> = z
  .unknown()
  .superRefine((value, context) => addFaults(value, [], context)) as z.ZodType<Filter>;

const isCondition = (value: unknown): value is Condition => typeof value === 'object' && value !== null;

function valueAt(document: unknown, path: string): unknown {
  let at: unknown = document;
  for (const part of path.split(/\.|\[(\d+)\]/).filter((piece) => piece !== undefined && piece !== '')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at;
}

const isBeyond = (actual: unknown, bound: number | string, sign: 1 | -1): boolean =>
  typeof actual === typeof bound &&
  (sign === 1 ? (actual as number) > (bound as number) : (actual as number) < (bound as number));

function meets(actual: unknown, condition: Condition): boolean {
  if ('eq' in condition && actual !== condition.eq) return false;
  if ('ne' in condition && actual === condition.ne) return false;
  if (condition.in && !condition.in.some((value) => value === actual)) return false;
  if (condition.gt !== undefined && !isBeyond(actual, condition.gt, 1)) return false;
  if (condition.lt !== undefined && !isBeyond(actual, condition.lt, -1)) return false;
  return condition.exists === undefined || condition.exists === (actual !== undefined);
}

/** Whether the document meets every member of the filter; values of different types are never equal. */
export function matchesFilter(filter: Filter, document: unknown): boolean {
  return Object.entries(filter).every(([key, inner]) => {
    if (key === 'and') return (inner as Filter[]).every((part) => matchesFilter(part, document));
    if (key === 'or') return (inner as Filter[]).some((part) => matchesFilter(part, document));
    if (key === 'not') return !matchesFilter(inner as Filter, document);
    const actual = valueAt(document, key);
    return isCondition(inner) ? meets(actual, inner) : actual === inner;
  });
}
