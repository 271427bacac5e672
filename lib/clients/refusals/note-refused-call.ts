import { clock } from '#lib/platform/clock.ts';
import { notebook } from '#lib/platform/notebook.ts';
import { type NotedRefusal, upsertRefusals } from './repo.ts';
import type { RefusalReason } from './schema.ts';

const FLUSH_EVERY_MS = 2_000;
/** One per client, reason and hour. */
const MAX_NOTED = 5_000;
const HOUR_MS = 3_600_000;
const MAX_ADDRESS = 64;

/** Without a client there is nothing to write: see below. */
type Noted = Omit<NotedRefusal, 'clientId'> & { clientId: string | null };

const refusals = notebook<Noted>({
  what: 'refused calls',
  flushEveryMs: FLUSH_EVERY_MS,
  max: MAX_NOTED,
  keyOf: ({ hour, clientId, reason }) => `${hour.getTime()} ${clientId} ${reason}`,
  merge: (known, refusal) => {
    known.count += refusal.count;
    if (refusal.lastAt < known.lastAt) return;
    known.lastAt = refusal.lastAt;
    known.lastAddress = refusal.lastAddress;
  },
  countOf: ({ count }) => count,
  write: async (noted) => {
    const known = noted.filter((refusal): refusal is NotedRefusal => refusal.clientId !== null);
    if (known.length > 0) await upsertRefusals(known);
  },
});

/**
 * Counts a call that was refused for who it is, for the client it named. Null: no such client; that takes the same work,
 * so that the time of an answer tells nobody which clients exist, and leaves nothing.
 */
export function noteRefusedCall(
  clientId: string | null,
  reason: RefusalReason,
  address: string | undefined,
): void {
  const lastAt = clock.now();
  const hour = new Date(Math.floor(lastAt.getTime() / HOUR_MS) * HOUR_MS);
  const lastAddress = address?.slice(0, MAX_ADDRESS) ?? null;
  refusals.note({ clientId, reason, hour, count: 1, lastAt, lastAddress });
}

/** Writes what is remembered; a process that ends calls it last. @throws when the store is away: nothing is forgotten. */
export const flushRefusedCalls = (): Promise<void> => refusals.flush();
