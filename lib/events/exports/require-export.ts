import type { Context, UserActor } from '#lib/auth/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type ExportRow, findExport } from './repo.ts';

/** Exports belong to people: the person who asks. @throws AppError `forbidden` for anybody else. */
export function exporterOf({ actor }: Pick<Context, 'actor'>): UserActor {
  if (actor.type === 'user') return actor;
  throw new AppError('forbidden', 'Only a user has exports.');
}

/** One's own export. @throws AppError `not_found`, also for somebody else's. */
export async function requireExport(ctx: Context, id: string): Promise<ExportRow> {
  const row = await findExport(ctx.db, id, exporterOf(ctx).id);
  if (!row) throw new AppError('not_found', 'There is no export with this id.');
  return row;
}
