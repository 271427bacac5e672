import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { AppError } from '#lib/platform/errors.ts';
import { findPatternRow, selectVersions, toPattern } from './repo.ts';
import { type Pattern, PatternInput } from './schema.ts';

/** @throws AppError `not_found`. */
export async function getPattern(ctx: Context, id: string): Promise<Pattern> {
  requirePermission(ctx, 'patterns:read');
  const row = await findPatternRow(ctx.db, id);
  if (!row) throw new AppError('not_found', 'There is no pattern with this id.');
  return toPattern(row);
}

export type PatternVersion = { version: number; created_at: string; created_by: string } & Omit<
  PatternInput,
  'enabled'
>;

/** What the pattern has said over time, newest first; a version never changes. */
export async function listPatternVersions(ctx: Context, id: string): Promise<{ items: PatternVersion[] }> {
  await getPattern(ctx, id);
  const rows = await selectVersions(ctx.db, id);
  return {
    items: rows.map((row) => {
      const { enabled: _switch, ...definition } = PatternInput.parse(row.definition);
      return {
        version: row.version,
        created_at: row.createdAt.toISOString(),
        created_by: row.createdBy,
        ...definition,
      };
    }),
  };
}
