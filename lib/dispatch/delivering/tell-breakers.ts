import { type Context, systemContext } from '#lib/auth/context.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { lockBreakers, type StoredBreaker, saveBreakers } from '../breaker-repo.ts';
import { noteStateChange, type StateListener } from '../note-state-change.ts';
import { findDestination, saveDestinationState } from '../repo.ts';
import { type BreakerChange, nextBreaker } from './breaker.ts';
import type { Told } from './teller.ts';

const GONE = 'It answered 410 Gone: it takes nothing any more.';
const GIVEN_UP = 'It failed for hours, and at every one of ten single tries.';

/** A transaction, and whoever is to hear what changes in it. */
type Telling = { tx: Context; listener: StateListener | undefined };

/** Disables it for good reason; of one that is disabled or deleted nothing is left to say. */
async function disable({ tx, listener }: Telling, id: string, reason: string): Promise<void> {
  const row = await findDestination(tx.db, id);
  if (!row?.enabled) return;
  const state = { enabled: false, disabledAt: clock.now(), disabledReason: reason, pausedAt: null };
  await saveDestinationState(tx.db, id, state);
  await noteStateChange(tx, row, { what: 'disabled', reason }, listener);
}

async function act(
  telling: Telling,
  { destinationId, breaker }: StoredBreaker,
  change: BreakerChange,
): Promise<void> {
  const { tx, listener } = telling;
  if (change === 'given_up') return disable(telling, destinationId, GIVEN_UP);
  const row = await findDestination(tx.db, destinationId);
  if (!row?.enabled) return;
  if (change === 'closed') return noteStateChange(tx, row, { what: 'recovered' }, listener);
  const { nextProbeAtMs } = breaker;
  const nextProbeAt = nextProbeAtMs === null ? null : new Date(nextProbeAtMs).toISOString();
  await noteStateChange(tx, row, { what: 'failing', nextProbeAt }, listener);
}

/** Adds to what every process knows of the destinations, and does what follows from it, in one commit. */
export async function tellBreakers(told: ReadonlyMap<string, Told>, listener?: StateListener): Promise<void> {
  await inTransaction(systemContext('delivery'), async (tx) => {
    const telling = { tx, listener };
    const after: StoredBreaker[] = [];
    for (const stored of await lockBreakers(tx.db, [...told.keys()])) {
      const tally = told.get(stored.destinationId);
      if (!tally) continue;
      const { breaker, change } = nextBreaker(stored.breaker, tally, stored.nowMs);
      after.push({ ...stored, breaker });
      if (tally.gone) await disable(telling, stored.destinationId, GONE);
      else if (change) await act(telling, { ...stored, breaker }, change);
    }
    if (after.length > 0) await saveBreakers(tx.db, after);
  });
}
