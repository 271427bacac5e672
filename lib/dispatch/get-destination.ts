import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { healthOf } from './health-of.ts';
import { presentDestination } from './present-destination.ts';
import { requireDestination } from './require-destination.ts';
import type { DestinationWithHealth } from './schema.ts';

/** @throws AppError `not_found`. */
export async function getDestination(ctx: Context, id: string): Promise<DestinationWithHealth> {
  requirePermission(ctx, 'destinations:read');
  const row = await requireDestination(ctx.db, id);
  const health = await healthOf([id]);
  return { ...presentDestination(row), health: health(id) };
}
