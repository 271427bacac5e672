import { compilePattern } from './compile-pattern.ts';
import { compileSet, MAX_MATCHES, scanText } from './engine.ts';
import type { Match, PatternDefinition } from './match.ts';
import type { PatternTest, PatternTestResult } from './schema.ts';

/**
 * Tries an unsaved pattern on a text and on its own samples. Runs in the caller's thread, so only on the linear engine:
 * whatever somebody types, the time is bounded by the length of the text.
 */
export function testPattern({ pattern, text }: PatternTest): PatternTestResult {
  const definition: PatternDefinition = { ...pattern, id: '', version: 0 };
  compilePattern(definition);
  const startedAt = performance.now();
  const found = findInText(definition, text);
  const duration = performance.now() - startedAt;
  const samples = [
    ...pattern.samples.match.map((sample) => ({ text: sample, expected: true })),
    ...pattern.samples.no_match.map((sample) => ({ text: sample, expected: false })),
  ];
  return {
    matches: found.slice(0, MAX_MATCHES).map(({ start, end, value, masked, confidence, reasons }) => ({
      start,
      end,
      value,
      masked,
      confidence,
      reasons,
    })),
    samples: samples.map((sample) => ({ ...sample, found: findInText(definition, sample.text).length > 0 })),
    truncated: found.length > MAX_MATCHES,
    duration_ms: Math.round(duration * 100) / 100,
  };
}

/** What the pattern finds as if it were at work, whatever its state. */
export function findInText(definition: PatternDefinition, text: string): Match[] {
  const set = compileSet([{ ...definition, enabled: true, state: 'enforcing' }]);
  for (const pattern of set.patterns) pattern.linearOnly = true;
  return scanText(set, text, { limit: MAX_MATCHES + 1 });
}
