import { log } from '#lib/platform/log.ts';
import { balanceLedger, lasting } from './balance-ledger.ts';
import type { LedgerRow } from './schema.ts';

/** Raises the alarm for every minute and destination where something is lost or doubled. Answers them. */
export async function checkLedger(now: Date): Promise<LedgerRow[]> {
  const { rows } = await balanceLedger(now);
  const unbalanced = lasting(rows, now);
  if (unbalanced.length > 0) {
    log.error(
      { unbalanced: unbalanced.slice(0, 20) },
      'the ledger does not balance: events were lost or doubled',
    );
  }
  return unbalanced;
}
