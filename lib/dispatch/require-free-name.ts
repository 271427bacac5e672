import type { Context } from '#lib/auth/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { isNameTaken } from './repo.ts';

/** @throws AppError `conflict` when another destination has the name, whatever its case. */
export async function requireFreeName(ctx: Context, name: string, exceptId: string | null): Promise<void> {
  if (!(await isNameTaken(ctx.db, name, exceptId))) return;
  const message = 'is the name of another destination';
  throw new AppError('conflict', `"${name}" ${message}.`, {
    details: { errors: [{ path: 'name', message }] },
  });
}
