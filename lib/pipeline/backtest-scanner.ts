import { activePatterns } from '#lib/dlp/active-patterns.ts';
import type { ScanResult } from '#lib/dlp/match.ts';
import { documentAtFault } from '#lib/dlp/scan-failure.ts';
import { createScanPool, type ScanPool } from '#lib/dlp/scan-pool.ts';
import type { ScanRequest } from '#lib/dlp/scan-request.ts';
import { PatternInput } from '#lib/dlp/schema.ts';
import { AppError } from '#lib/platform/errors.ts';
import { processSingleton } from '#lib/platform/singleton.ts';

/** The names that the two sides go by in the thread. */
export const TESTED = 'tested';
export const BASELINE = 'baseline';

const TIMEOUT_MS = 50;

/** One thread of its own: live work never waits for it. */
const scanPool = (): ScanPool =>
  processSingleton('backtests.scanner', () => createScanPool({ size: 1, timeoutMs: TIMEOUT_MS }));

/**
 * Puts both sides to work. The other patterns in force come with them, so that the place of a match shows nothing that
 * they would mask. @throws AppError `invalid` when the engine does not take one of the two.
 */
export async function loadBacktest(
  id: string,
  { patternId, definition, baseline }: { patternId: string; definition: unknown; baseline: unknown },
): Promise<void> {
  const { definitions } = await activePatterns();
  const side = (name: string, given: unknown) => ({
    ...PatternInput.parse(given),
    ...{ id: name, version: 1, enabled: true, state: 'enforcing' as const },
  });
  const others = definitions.filter((one) => one.id !== patternId);
  const sides = [side(TESTED, definition), side(BASELINE, baseline)];
  const { refused } = await scanPool().load([...sides, ...others], id);
  const fault = refused.find((one) => one.patternId === TESTED || one.patternId === BASELINE);
  if (fault) throw new AppError('invalid', fault.message);
}

/** Scans in the order given; null for a document that the thread ended at. */
export async function scanPast(requests: readonly ScanRequest[]): Promise<(ScanResult | null)[]> {
  if (requests.length === 0) return [];
  try {
    return (await scanPool().scan(requests)).results;
  } catch (error) {
    const at = documentAtFault(error);
    if (at === null) throw error;
    const before = await scanPast(requests.slice(0, at));
    return [...before, null, ...(await scanPast(requests.slice(at + 1)))];
  }
}

export async function closeBacktestScanner(): Promise<void> {
  await scanPool().close();
}
