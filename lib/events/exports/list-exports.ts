import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { pageOfExports, toExport } from './repo.ts';
import { exporterOf } from './require-export.ts';
import type { EventExport, ExportsQuery } from './schema.ts';

/** One's own exports, the latest first; everybody's for whoever reads the audit log, which tells of them anyway. */
export async function listExports(
  ctx: Context,
  { state, whose, ...request }: ExportsQuery & PageRequest,
): Promise<Page<EventExport>> {
  requirePermission(ctx, 'events:export');
  if (whose === 'all') requirePermission(ctx, 'audit:read');
  const now = clock.now();
  const userId = whose === 'all' ? null : exporterOf(ctx).id;
  const page = await pageOfExports(ctx.db, { state, userId, now }, request);
  return { ...page, items: page.items.map((row) => toExport(row, now)) };
}
