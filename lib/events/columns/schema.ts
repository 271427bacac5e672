import { z } from 'zod';

export const MAX_COLUMN_PATHS = 10;
/** Of one value, in characters: a list is to be looked over, the whole value stands in the event. */
export const MAX_COLUMN_VALUE = 500;

/** A place in the content, or an attribute that was added to the event. */
const COLUMN_PATH = /^(data|attributes)\.(.{1,200})$/;

/** What is wrong with a path as a column, or null. */
export function columnPathFault(path: string): string | null {
  if (path.includes(',')) return 'holds a comma';
  return COLUMN_PATH.test(path) ? null : 'is not a path such as data.order.total or attributes.brand';
}

/** `data.order.total,attributes.brand`: the values that a list carries beside each event. */
export const ColumnPaths = z
  .string()
  .max(MAX_COLUMN_PATHS * 220)
  .transform((text, context) => {
    const paths = text.split(',');
    if (paths.length > MAX_COLUMN_PATHS) {
      context.addIssue({ code: 'custom', message: `names more than ${MAX_COLUMN_PATHS} paths` });
      return z.NEVER;
    }
    for (const [index, path] of paths.entries()) {
      const message = paths.indexOf(path) < index ? 'is named twice' : columnPathFault(path);
      if (message !== null) context.addIssue({ code: 'custom', path: [index], message });
    }
    return paths;
  });
