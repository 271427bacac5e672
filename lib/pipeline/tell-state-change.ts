import type { StateListener } from '#lib/dispatch/note-state-change.ts';
import { pgClientOf } from '#lib/platform/db.ts';
import { tellDisabled, tellFailing, tellRecovered } from './destination-notices.ts';

/** Tells the administrators what changed about a destination, in the commit that changes it. */
export const tellStateChange: StateListener = async (tx, destination, change) => {
  const client = pgClientOf(tx.db);
  if (change.what === 'recovered') return tellRecovered(client, destination);
  if (change.what === 'disabled') {
    const who = 'by' in change ? { reason: null, by: change.by } : { reason: change.reason, by: null };
    return tellDisabled(client, destination, who);
  }
  await tellFailing(client, destination, {
    title: `${destination.name} fails: most of its calls failed, so it is left alone but for single tries`,
    data: { next_try_at: change.nextProbeAt, consequence: 'Its deliveries wait and use up no attempts.' },
  });
};
