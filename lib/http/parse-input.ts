import type { z } from 'zod';
import { AppError } from '#lib/platform/errors.ts';
import { fieldFaults } from '#lib/platform/field-faults.ts';

/** @throws AppError `invalid` (a broken body or query) or `bad_request`, with the path of every fault. */
export function parseInput<S extends z.ZodType>(
  schema: S,
  value: unknown,
  place: 'body' | 'query' | 'path',
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = fieldFaults(result.error);
  const where = errors[0]?.path ? ` at ${errors[0].path}` : '';
  throw new AppError(
    place === 'body' ? 'invalid' : 'bad_request',
    `The ${place} breaks a rule${where}: ${errors[0]?.message}`,
    { details: { errors } },
  );
}
