import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { toBulkOperation } from './repo.ts';
import { requireBulkOperation } from './require-bulk-operation.ts';
import type { BulkOperation } from './schema.ts';

/** A bulk operation and how far it is. */
export async function getBulkOperation(ctx: Context, id: string): Promise<BulkOperation> {
  requirePermission(ctx, 'deliveries:read');
  return toBulkOperation(await requireBulkOperation(ctx.db, id), clock.now());
}
