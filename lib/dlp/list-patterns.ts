import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { decodeCursor, type Page, toPage } from '#lib/platform/cursor.ts';
import { selectPatterns, toPattern } from './repo.ts';
import type { Pattern, PatternsQuery } from './schema.ts';

const LIST = 'patterns';

/** Patterns by name. */
export async function listPatterns(ctx: Context, query: PatternsQuery): Promise<Page<Pattern>> {
  requirePermission(ctx, 'patterns:read');
  const cursor = decodeCursor(LIST, query.cursor);
  const enabled = query.enabled === undefined ? undefined : query.enabled === 'true';
  const rows = await selectPatterns(ctx.db, { cursor, limit: query.limit, q: query.q, enabled });
  return toPage(rows, {
    list: LIST,
    cursor,
    limit: query.limit,
    keysOf: (row) => [row.name, row.id],
    toItem: toPattern,
  });
}
