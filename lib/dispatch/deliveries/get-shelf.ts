import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { groupDead } from './repo.ts';
import type { Shelf } from './schema.ts';

const MAX_DEAD = 200_000;

/** Dead deliveries by destination and reason, the largest group first. */
export async function getShelf(ctx: Context): Promise<Shelf> {
  requirePermission(ctx, 'deliveries:read');
  const rows = await groupDead(MAX_DEAD);
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const groups = rows.map(({ oldest_at, latest_at, ...row }) => ({
    ...row,
    oldest_at: oldest_at.toISOString(),
    latest_at: latest_at.toISOString(),
  }));
  return { groups, total, capped: total >= MAX_DEAD };
}
