import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { keyVersions, rewrapSecret } from '#lib/platform/envelope.ts';
import { SEALED_COLUMNS, type SealedColumn, sealedPlace } from '#lib/platform/sealed-columns.ts';
import { type Exchange, exchangeSealed, lockOthers, type SealedRow } from './repo.ts';

/** Held for as long as a batch takes: milliseconds. */
const BATCH = 100;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export type Rewrapped = {
  column: SealedColumn;
  rewrapped: number;
  /** Rows whose value no key opens, or which was put there from another row. */
  unopened: string[];
};

type Batch = { rows: SealedRow[]; rewrapped: number; unopened: string[] };

function exchangesOf(column: SealedColumn, rows: readonly SealedRow[]) {
  const [exchanges, unopened]: [Exchange[], string[]] = [[], []];
  for (const row of rows) {
    try {
      const rewrapped = rewrapSecret(row.sealed, sealedPlace(column, row.id));
      if (rewrapped !== null) exchanges.push({ ...row, rewrapped });
    } catch {
      unopened.push(row.id);
    }
  }
  return { exchanges, unopened };
}

/** One batch and its line in the audit log, in one commit: whoever is killed has done whole batches. */
function rewrapBatch(ctx: Context, column: SealedColumn, after: string): Promise<Batch> {
  const { current } = keyVersions();
  return inTransaction(ctx, async (tx) => {
    const rows = await lockOthers(tx.db, column, { version: current, after, limit: BATCH });
    const { exchanges, unopened } = exchangesOf(column, rows);
    const rewrapped = exchanges.length === 0 ? 0 : await exchangeSealed(tx.db, column, exchanges);
    if (rewrapped > 0) {
      const subject = { subjectType: 'encryption_key', subjectId: String(current) } as const;
      await recordAudit(tx, { action: 'secrets.rewrap', ...subject, after: { column, rewrapped } });
    }
    return { rows, rewrapped, unopened };
  });
}

async function rewrapColumn(ctx: Context, column: SealedColumn, onBatch: (done: Rewrapped) => void) {
  const done: Rewrapped = { column, rewrapped: 0, unopened: [] };
  for (let after = FIRST_ID; ; ) {
    const { rows, rewrapped, unopened } = await rewrapBatch(ctx, column, after);
    const last = rows.at(-1);
    if (!last) return done;
    done.rewrapped += rewrapped;
    done.unopened.push(...unopened);
    onBatch(done);
    after = last.id;
  }
}

/**
 * Brings every sealed secret to the current key of ENCRYPTION_KEYS, while the product runs: only the wrapped data keys
 * are exchanged. What a writer holds meanwhile is left to him; he seals with his own current key.
 */
export async function rewrapSecrets(
  ctx: Context,
  onBatch: (done: Rewrapped) => void = () => undefined,
): Promise<Rewrapped[]> {
  const all: Rewrapped[] = [];
  for (const column of Object.keys(SEALED_COLUMNS) as SealedColumn[])
    all.push(await rewrapColumn(ctx, column, onBatch));
  return all;
}
