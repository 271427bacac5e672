import { refusal } from './refusal.ts';

/** What one upload may unfold into, all its members together. */
export type Budget = { bytes: number; entries: number };

const MAX_OUT_BYTES = 100 * 1024 * 1024;
const MAX_ENTRIES = 10_000;
/** A file in an archive in an archive … */
export const MAX_DEPTH = 5;

export const newBudget = (): Budget => ({ bytes: MAX_OUT_BYTES, entries: MAX_ENTRIES });

/** Counts what was really unfolded: sizes that a file claims are not believed. */
export function spendBytes(budget: Budget, count: number): void {
  budget.bytes -= count;
  if (budget.bytes < 0) throw refusal('too_large');
}

export function spendEntry(budget: Budget): void {
  budget.entries -= 1;
  if (budget.entries < 0) throw refusal('too_large');
}
