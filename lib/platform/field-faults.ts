import type { z } from 'zod';
import { formatPath } from '#lib/format/field-path.ts';
import type { FieldFault } from './errors.ts';

/** Whoever sends thousands of faults is told enough by the first of them. */
const MAX_FAULTS = 100;

/** What a schema found, each fault with its path below `from`; a member that is not known is named by its own. */
export function fieldFaults({ issues }: Pick<z.ZodError, 'issues'>, from = ''): FieldFault[] {
  return issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({
            path: formatPath([...issue.path, key], from),
            message: 'is not known here',
          }))
        : [{ path: formatPath(issue.path, from), message: issue.message }],
    )
    .slice(0, MAX_FAULTS);
}
