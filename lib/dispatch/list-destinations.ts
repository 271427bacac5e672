import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { healthOf } from './health-of.ts';
import { presentDestination } from './present-destination.ts';
import { pageOfDestinations } from './repo.ts';
import type { DestinationsQuery, DestinationWithHealth } from './schema.ts';

/** Destinations by name, each with its health. */
export async function listDestinations(
  ctx: Context,
  query: DestinationsQuery & PageRequest,
): Promise<Page<DestinationWithHealth>> {
  requirePermission(ctx, 'destinations:read');
  const page = await pageOfDestinations(ctx.db, query, query);
  const health = await healthOf(page.items.map(({ id }) => id));
  const items = page.items.map((row) => ({
    ...presentDestination(row),
    health: health(row.id),
  }));
  return { ...page, items };
}
