import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { pageOfBulks, toBulkOperation } from './repo.ts';
import type { BulkOperation, BulkOperationsQuery } from './schema.ts';

/** Everybody's bulk operations, the latest first. */
export async function listBulkOperations(
  ctx: Context,
  { kind, state, started, ...request }: BulkOperationsQuery & PageRequest,
): Promise<Page<BulkOperation>> {
  requirePermission(ctx, 'deliveries:read');
  const now = clock.now();
  const page = await pageOfBulks(ctx.db, { kind, state, started, now }, request);
  return { ...page, items: page.items.map((row) => toBulkOperation(row, now)) };
}
