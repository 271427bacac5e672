import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { log } from '#lib/platform/log.ts';
import type { DestinationRow } from './repo.ts';

/** What the product finds out about a destination and acts upon by itself. */
export type StateChange =
  | { what: 'failing'; nextProbeAt: string | null }
  | { what: 'recovered' }
  | { what: 'disabled'; reason: string };

type Subject = Pick<DestinationRow, 'id' | 'name'>;

/** Whoever is to hear of it, in the transaction that makes the change. */
export type StateListener = (
  tx: Context,
  destination: Subject,
  change: StateChange | { what: 'disabled'; by: string },
) => Promise<void>;

const ACTIONS = {
  failing: 'destinations.stop_calls',
  recovered: 'destinations.resume_calls',
  disabled: 'destinations.disable',
} as const;

/**
 * The one place that every such change passes, in the transaction that makes it: whatever has to follow from it
 * follows from here.
 */
export async function noteStateChange(
  tx: Context,
  { id, name }: Subject,
  change: StateChange,
  listener: StateListener | undefined,
): Promise<void> {
  await recordAudit(tx, {
    action: ACTIONS[change.what],
    subjectType: 'destination',
    subjectId: id,
    after: { name, ...change },
  });
  await notifyChange(tx.db, 'destination', id);
  await listener?.(tx, { id, name }, change);
  log.warn({ destination_id: id, destination: name, ...change }, 'the state of a destination changed');
}
