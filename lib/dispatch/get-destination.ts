import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { presentDestination } from './present-destination.ts';
import { presentHealth } from './present-health.ts';
import { findDestination, readHealth } from './repo.ts';
import type { DestinationWithHealth } from './schema.ts';
import { noSuchDestination } from './update-destination.ts';

/** @throws AppError `not_found`. */
export async function getDestination(ctx: Context, id: string): Promise<DestinationWithHealth> {
  requirePermission(ctx, 'destinations:read');
  const row = await findDestination(ctx.db, id);
  if (row === null) throw noSuchDestination();
  const health = await readHealth([id]);
  return { ...presentDestination(row), health: presentHealth(health.get(id)) };
}
