import { readLedger } from './ledger-repo.ts';
import type { Ledger, LedgerRow } from './schema.ts';

const MINUTE_MS = 60_000;
const WINDOW_MINUTES = 15;

/** The ledger of the last 15 minutes, counted from the tables. @throws AppError `unavailable` when it takes too long. */
export async function balanceLedger(now: Date): Promise<Ledger> {
  const endMs = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  const [from, to] = [new Date(endMs - WINDOW_MINUTES * MINUTE_MS), new Date(endMs)];
  const rows = (await readLedger(from, to)).map(({ minute_ms, ...row }): LedgerRow => {
    const { delivered, withheld, discarded, dead, in_flight } = row;
    return {
      minute: new Date(minute_ms).toISOString(),
      ...row,
      difference: row.accepted - delivered - withheld - discarded - dead - in_flight,
    };
  });
  return { from: from.toISOString(), to: to.toISOString(), rows, balanced: lasting(rows, now).length === 0 };
}

/** Differences in minutes that ended more than a minute ago. */
export function lasting(rows: readonly LedgerRow[], now: Date): LedgerRow[] {
  return rows.filter(
    ({ minute, difference }) => difference !== 0 && now.getTime() - Date.parse(minute) > 2 * MINUTE_MS,
  );
}
