import { cached } from '#lib/platform/cached.ts';
import { clock } from '#lib/platform/clock.ts';
import type { ScanResult } from '../match.ts';
import type { ScanRequest } from '../scan-request.ts';
import { compileExclusions } from './exclude-matches.ts';
import { noteExclusionHit } from './note-hits.ts';
import { selectActiveExclusions } from './repo.ts';

const RELOAD_MS = 5_000;

const activeExclusions = cached('exclusion', RELOAD_MS, async () => {
  const exclusions = await selectActiveExclusions(clock.now());
  return exclusions.length === 0 ? null : compileExclusions(exclusions);
});

/**
 * Takes out of each result the matches that are excluded, one by one: another value in the same text stays caught. What
 * was left out is counted, in the result and at the exclusion. A change is at work within a second, in every process.
 */
export async function applyExclusions(
  results: readonly ScanResult[],
  requests: readonly ScanRequest[],
): Promise<ScanResult[]> {
  const excludes = results.some(({ matches }) => matches.length > 0) ? await activeExclusions() : null;
  if (excludes === null) return [...results];
  const at = clock.now();
  return results.map((result, index) => {
    const subject = requests[index]?.subject ?? { kind: 'text' as const };
    const matches = result.matches.filter((match) => {
      const id = excludes(match, subject, at);
      if (id !== null) noteExclusionHit(id, at);
      return id === null;
    });
    return { ...result, matches, excluded: result.matches.length - matches.length };
  });
}
