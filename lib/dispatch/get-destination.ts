import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { readHealth } from './delivery-repo.ts';
import { presentDestination } from './present-destination.ts';
import { presentHealth } from './present-health.ts';
import { requireDestination } from './require-destination.ts';
import type { DestinationWithHealth } from './schema.ts';

/** @throws AppError `not_found`. */
export async function getDestination(ctx: Context, id: string): Promise<DestinationWithHealth> {
  requirePermission(ctx, 'destinations:read');
  const row = await requireDestination(ctx.db, id);
  const health = await readHealth([id]);
  return { ...presentDestination(row), health: presentHealth(health.get(id)) };
}
