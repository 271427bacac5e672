import type { Context } from '#lib/auth/context.ts';
import type { Destination } from './schema.ts';
import { updateDestination } from './update-destination.ts';

/** Enables or disables. What waits for a disabled destination is discarded, visibly; nothing new is chosen for it. */
export async function setDestinationEnabled(
  ctx: Context,
  id: string,
  enabled: boolean,
): Promise<Destination> {
  return updateDestination(ctx, id, { enabled });
}
