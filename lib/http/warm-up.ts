import { cachedClient } from '#lib/clients/client-cache.ts';
import { warmUpIngest } from '#lib/events/accept-events.ts';

/** An id that no client has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Does before the first call what it would otherwise wait for, as far as it can be done. */
export async function warmUp(): Promise<void> {
  await Promise.allSettled([warmUpIngest(), cachedClient(NOBODY)]);
}
