import { AppError, isAppError } from '#lib/platform/errors.ts';
import type { Context } from '../context.ts';
import { findHolder } from './holders.ts';
import { checkQuery, evaluate } from './permission-query.ts';
import { requireAsker } from './require-asker.ts';
import type { PermissionChecks } from './schema.ts';

export type PermissionCheck = { user_id: string; valid: boolean };

function queryAt(value: unknown, index: number) {
  try {
    return checkQuery(value);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const errors = error.details.errors?.map(({ path, message }) => ({
      path: `checks[${index}].${path}`,
      message,
    }));
    throw new AppError('bad_request', `Check ${index + 1}: ${error.message}`, {
      cause: error,
      details: errors ? { errors } : {},
    });
  }
}

/**
 * Many questions at once, answered in their order; about nobody's id the answer is no.
 * @throws AppError `bad_request` with the path of the fault, `forbidden` when one is about somebody else, `unavailable`.
 */
export async function checkPermissions(
  ctx: Context,
  { checks, at_least }: PermissionChecks,
): Promise<{ results: PermissionCheck[] }> {
  const asked = checks.map(({ user_id, permissions }, index) => ({
    user_id,
    query: queryAt(permissions, index),
  }));
  for (const { user_id } of asked) requireAsker(ctx, user_id);
  const results = await Promise.all(
    asked.map(async ({ user_id, query }) => {
      const { held } = await findHolder(user_id, at_least);
      return { user_id, valid: evaluate(query, held.allows) };
    }),
  );
  return { results };
}
