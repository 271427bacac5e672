import { readActivity } from './counts/repo.ts';
import { readHealth } from './delivery-repo.ts';
import { presentHealth } from './present-health.ts';
import type { DestinationHealth } from './schema.ts';

/** The health of each of these destinations. */
export async function healthOf(ids: readonly string[]): Promise<(id: string) => DestinationHealth> {
  const [waiting, activity] = await Promise.all([readHealth(ids), readActivity(ids)]);
  return (id) => presentHealth(waiting.get(id), activity.get(id));
}
