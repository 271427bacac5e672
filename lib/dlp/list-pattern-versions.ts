import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { Page } from '#lib/platform/keyset.ts';
import { selectVersions } from './repo.ts';
import { requirePattern } from './require-pattern.ts';
import { PatternInput } from './schema.ts';

export type PatternVersion = {
  version: number;
  created_at: string;
  created_by: string;
  /** What it was made for. */
  note: string | null;
} & Omit<PatternInput, 'enabled'>;

/** What the pattern has said over time, newest first; a version never changes. They are few, so there is one page. */
export async function listPatternVersions(ctx: Context, id: string): Promise<Page<PatternVersion>> {
  requirePermission(ctx, 'patterns:read');
  await requirePattern(ctx.db, id);
  const rows = await selectVersions(ctx.db, id);
  const items = rows.map((row) => {
    const { enabled: _switch, ...definition } = PatternInput.parse(row.definition);
    return {
      version: row.version,
      created_at: row.createdAt.toISOString(),
      created_by: row.createdBy,
      note: row.note,
      ...definition,
    };
  });
  return { items, next: null, prev: null };
}
