import type { z } from 'zod';
import { AppError, type FieldFault } from '#lib/platform/errors.ts';

/** `['data', 'items', 0, 'x']` as `data.items[0].x`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

/** The issues of a zod error as faults, each with its path under `prefix`. */
export function faultsOf(error: z.ZodError, prefix: readonly PropertyKey[] = []): FieldFault[] {
  return error.issues.map((issue) => ({
    path: formatPath([...prefix, ...issue.path]),
    message: issue.message,
  }));
}

/** @throws AppError `invalid` (a broken body or query) or `bad_request`, with the path of every fault. */
export function parseInput<S extends z.ZodType>(
  schema: S,
  value: unknown,
  place: 'body' | 'query' | 'path',
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = faultsOf(result.error);
  const where = errors[0]?.path ? ` at ${errors[0].path}` : '';
  throw new AppError(
    place === 'body' ? 'invalid' : 'bad_request',
    `The ${place} breaks a rule${where}: ${errors[0]?.message}`,
    {
      details: { errors },
    },
  );
}
