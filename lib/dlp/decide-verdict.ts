import type { Effect, Match, ScanResult } from './match.ts';
import type { Verdict } from './schema.ts';

const VERDICT_OF: Record<Effect, Verdict> = {
  none: 'pass',
  log: 'pass',
  alert: 'pass',
  redact: 'redact',
  block: 'block',
};

/** The strictest of what the matches may cause. What could not be looked into to its end is not let through. */
export function decideVerdict({ matches, truncated, unscannable }: ScanResult): Verdict {
  if (truncated || unscannable !== null) return 'block';
  const verdicts = new Set(matches.map(({ effect }) => VERDICT_OF[effect]));
  return verdicts.has('block') ? 'block' : verdicts.has('redact') ? 'redact' : 'pass';
}

/** The matches that have to be masked before the document may leave. */
export function matchesToRedact(matches: Match[]): Match[] {
  return matches.filter(({ effect }) => VERDICT_OF[effect] !== 'pass');
}
