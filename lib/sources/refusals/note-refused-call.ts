import { clock } from '#lib/platform/clock.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { notebook } from '#lib/platform/notebook.ts';
import { type NotedSourceRefusal, type RefusedCall, writeRefusals } from './repo.ts';
import type { SourceRefusalReason } from './schema.ts';

const FLUSH_EVERY_MS = 2_000;
/** One per source, reason and hour. */
const MAX_NOTED = 2_000;
const HOUR_MS = 3_600_000;
/** Calls that are remembered one by one between two writes, and that are kept, per source and reason. */
const CALLS_PER_WRITE = 10;
const CALLS_KEPT = 50;
const MAX_HEADERS = 40;
const MAX_TEXT = { address: 64, headerName: 100, detail: 300 };

const refusals = notebook<NotedSourceRefusal>({
  what: 'refused calls of sources',
  flushEveryMs: FLUSH_EVERY_MS,
  max: MAX_NOTED,
  keyOf: ({ hour, sourceId, reason }) => `${hour.getTime()} ${sourceId} ${reason}`,
  merge: (known, refusal) => {
    known.count += refusal.count;
    if (refusal.lastAt > known.lastAt) known.lastAt = refusal.lastAt;
    known.calls = [...known.calls, ...refusal.calls]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(-CALLS_PER_WRITE);
  },
  countOf: ({ count }) => count,
  write: (noted) => writeRefusals(noted, CALLS_KEPT),
});

export type RefusedCaller = { address: string | undefined; headerNames: readonly string[] };

/** Counts a call to this source that was refused or passed over, and remembers the latest. */
export function noteRefusedCall(
  sourceId: string,
  reason: SourceRefusalReason,
  { address, headerNames, detail = null }: RefusedCaller & { detail?: string | null },
): void {
  const lastAt = clock.now();
  const hour = new Date(Math.floor(lastAt.getTime() / HOUR_MS) * HOUR_MS);
  const call: RefusedCall = {
    id: uuidv7(lastAt.getTime()),
    at: lastAt,
    address: address?.slice(0, MAX_TEXT.address) ?? null,
    headerNames: headerNames.slice(0, MAX_HEADERS).map((name) => name.slice(0, MAX_TEXT.headerName)),
    detail: detail?.slice(0, MAX_TEXT.detail) ?? null,
  };
  refusals.note({ sourceId, reason, hour, count: 1, lastAt, calls: [call] });
}

/** Writes what is remembered; a process that ends calls it last. @throws when the store is away: nothing is forgotten. */
export const flushRefusedSourceCalls = (): Promise<void> => refusals.flush();
