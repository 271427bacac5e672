import { z } from 'zod';
import { fitFault, type KnownPaths, pathFault } from './filter-fit.ts';
import { parsePath } from './path.ts';

const Scalar = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]);
const Bound = z.union([z.number(), z.string().max(1000)]);

const Condition = z
  .strictObject({
    eq: Scalar.optional(),
    ne: Scalar.optional(),
    in: z.array(Scalar).min(1).max(100).optional(),
    gt: Bound.optional(),
    lt: Bound.optional(),
    exists: z.boolean().optional(),
  })
  .refine(
    (condition) => Object.keys(condition).length > 0,
    'needs at least one of eq, ne, in, gt, lt, exists',
  );

export type FilterScalar = z.infer<typeof Scalar>;
export type FilterCondition = z.infer<typeof Condition>;

/** `{}` takes everything; several members are all required; a bare value means `eq`. */
export type Filter = { [path: string]: FilterScalar | FilterCondition | Filter | Filter[] };

const MAX_DEPTH = 8;
const MAX_CONDITIONS = 500;

type Check = { context: z.RefinementCtx; known: KnownPaths | null; conditions: number };
type Place = (string | number)[];

const fault = ({ context }: Check, at: Place, message: string): void =>
  context.addIssue({ code: 'custom', path: at, message });

function checkCondition(check: Check, at: Place, { key, inner }: { key: string; inner: unknown }): void {
  check.conditions += 1;
  if (check.conditions === MAX_CONDITIONS + 1)
    fault(check, [], `holds more than ${MAX_CONDITIONS} conditions`);
  const path = parsePath(key);
  if (path === null) {
    fault(check, at, 'is not a path such as category, data.items[0].sku or data["any key"]');
    return;
  }
  const parsed = z.union([Scalar, Condition]).safeParse(inner);
  if (!parsed.success) {
    fault(check, at, 'has to be a value, or conditions: eq, ne, in, gt, lt, exists');
    return;
  }
  const wrong =
    (check.known && pathFault(path, check.known)) ?? fitFault(path, toCondition(parsed.data), check.known);
  if (wrong) fault(check, at, wrong);
}

function addFaults(check: Check, value: unknown, path: Place): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fault(check, path, 'has to be an object');
    return;
  }
  if (path.length > MAX_DEPTH * 2) {
    fault(check, path, `is nested deeper than ${MAX_DEPTH} levels`);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, key];
    if (key === 'not') addFaults(check, inner, at);
    else if (key === 'and' || key === 'or') {
      if (!Array.isArray(inner) || inner.length === 0 || inner.length > 50)
        fault(check, at, 'has to be a list of 1 to 50 filters');
      else for (const [i, item] of inner.entries()) addFaults(check, item, [...at, i]);
    } else checkCondition(check, at, { key, inner });
  }
}

/** The condition language over documents of which these places are known; what could never match is refused. */
export const filterOver = (known: KnownPaths | null): z.ZodType<Filter> =>
  z
    .unknown()
    .superRefine((value, context) =>
      addFaults({ context, known, conditions: 0 }, value, []),
    ) as z.ZodType<Filter>;

/** The condition language over any document. */
export const Filter = filterOver(null);

/** What stands beside a path, with a bare value spelled out. */
export const toCondition = (inner: FilterScalar | FilterCondition): FilterCondition =>
  typeof inner === 'object' && inner !== null ? inner : { eq: inner };
