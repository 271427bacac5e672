import { processSingleton } from '#lib/platform/singleton.ts';
import { activePatterns } from './active-patterns.ts';
import { applyExclusions } from './exclusions/apply-exclusions.ts';
import type { ScanResult } from './match.ts';
import { createScanPool, type ScanPool } from './scan-pool.ts';
import type { ScanRequest } from './scan-request.ts';

const THREADS = 2;
const TIMEOUT_MS = 50;

/** Results stand in the order of the requests. `setVersion` names the patterns that were at work. */
export type Scanned = { results: ScanResult[]; patternCount: number; setVersion: string };

type Scanner = { pool: ScanPool; loading: Promise<unknown>; setVersion: string };

const scanner = (): Scanner =>
  processSingleton('dlp.scanner', () => ({
    pool: createScanPool({ size: THREADS, timeoutMs: TIMEOUT_MS }),
    loading: Promise.resolve(),
    setVersion: '',
  }));

/** Scans with the patterns in force; a change of them is at work within a second, in every process. */
export async function scanDocuments(requests: readonly ScanRequest[]): Promise<Scanned> {
  const patterns = await activePatterns();
  const state = scanner();
  if (state.setVersion !== patterns.setVersion) {
    state.setVersion = patterns.setVersion;
    state.loading = state.pool.load(patterns.definitions, patterns.setVersion);
    state.loading.catch(() => {
      state.setVersion = '';
    });
  }
  await state.loading;
  const { results, setVersion } = await state.pool.scan(requests);
  return {
    results: await applyExclusions(results, requests),
    patternCount: patterns.definitions.length,
    setVersion,
  };
}

/** Loads the patterns and runs each once, so that the first event does not wait for it. */
export async function warmUpScanner(): Promise<void> {
  const document = { warm: 'up 4111 1111 1111 1111, someone@example.com, key=value' };
  await scanDocuments([{ subject: { kind: 'event' }, document }]);
}

/** For good: whatever is to be scanned afterwards is refused. */
export async function closeScanner(): Promise<void> {
  await scanner().pool.close();
}
