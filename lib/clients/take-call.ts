import { answeredWithin } from '#lib/platform/answered-within.ts';
import { createLru, type Lru } from '#lib/platform/lru.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { cachedClient } from './client-cache.ts';
import { askForCalls } from './rate-repo.ts';

/** What is left of a client's limit in this second, as far as this process knows. */
export type CallRate = { taken: boolean; limit: number; remaining: number; resetSeconds: number };

/** Calls that the store gave this process for the running second. */
type Lease = {
  endsAtMs: number;
  left: number;
  elsewhere: number;
  isLast: boolean;
  waiting: number;
  asking: Promise<void> | null;
};

const ASKS_PER_SECOND = 10;
const ANSWER_WITHIN_MS = 400;

const leases = (): Lru<string, Lease> => processSingleton('client-call-leases', () => createLru(10_000));

function leaseOf(clientId: string): Lease {
  const known = leases().get(clientId);
  if (known) return known;
  const made = { endsAtMs: 0, left: 0, elsewhere: 0, isLast: false, waiting: 0, asking: null };
  leases().set(clientId, made);
  return made;
}

/** Asks for a tenth of the limit at once, or for as many as wait, so that few calls wait for the store. */
async function ask(lease: Lease, clientId: string, limit: number): Promise<void> {
  const wanted = Math.min(limit, Math.max(Math.ceil(limit / ASKS_PER_SECOND), lease.waiting));
  const askedAtMs = performance.now();
  const { granted, leftMs } = await answeredWithin(ANSWER_WITHIN_MS, askForCalls(clientId, wanted));
  const given = Math.max(0, Math.min(wanted, limit - (granted - wanted)));
  lease.left = given;
  lease.isLast = given < wanted;
  lease.elsewhere = Math.max(0, limit - granted);
  // Counted from before the question, so that no call is taken from a second that is over.
  lease.endsAtMs = askedAtMs + leftMs;
}

/**
 * Takes one call from the limit that the client has over all processes, from a lease of calls in memory.
 * Null for a client without a limit. @throws AppError `unavailable` when the store does not answer in time.
 */
export async function takeCall(clientId: string): Promise<CallRate | null> {
  const limit = (await cachedClient(clientId))?.callsPerSecond ?? null;
  if (limit === null) return null;
  const lease = leaseOf(clientId);
  for (;;) {
    const leftMs = lease.endsAtMs - performance.now();
    const answer = { limit, resetSeconds: Math.max(1, Math.ceil(leftMs / 1_000)) };
    if (leftMs > 0 && lease.left > 0) {
      lease.left -= 1;
      return { ...answer, taken: true, remaining: Math.min(limit - 1, lease.left + lease.elsewhere) };
    }
    if (leftMs > 0 && lease.isLast) return { ...answer, taken: false, remaining: 0 };
    lease.waiting += 1;
    lease.asking ??= ask(lease, clientId, limit).finally(() => {
      lease.asking = null;
    });
    await lease.asking.finally(() => {
      lease.waiting -= 1;
    });
  }
}
