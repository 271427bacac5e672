import { setTimeout } from 'node:timers/promises';
import type { Context } from '#lib/auth/context.ts';
import { type Db, inTransaction } from '#lib/platform/db.ts';
import { partitionOf, type Stream } from './day-repo.ts';
import { dropTable, isLockTimeout } from './drop-repo.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** How long a table is asked for, all tries together, and what ends the work early. */
export type Patience = { patienceMs: number; stop: AbortSignal };

type Tx = Context & { db: Db };

/**
 * Drops a day's table; `note` writes in the same commit. The parent has to be locked for it, and whoever comes while we
 * wait for that lock waits behind us: we wait for a moment only, step back and try again. False when it stays in use.
 */
export async function dropPartition(
  ctx: Context,
  table: { stream: Stream; day: string },
  { patienceMs, stop }: Patience,
  note: (tx: Tx) => Promise<void> = async () => {},
): Promise<boolean> {
  const until = performance.now() + patienceMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      await inTransaction(ctx, async (tx) => {
        // First, because nothing may happen between the lock and the commit.
        await note(tx);
        await dropTable(tx.db, partitionOf(table.stream, table.day));
      });
      return true;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (stop.aborted || performance.now() + pauseMs > until) return false;
      await setTimeout(pauseMs);
    }
  }
}
