import { compilePattern } from './compile-pattern.ts';
import { compileSet, MAX_MATCHES, scanText } from './engine.ts';
import type { Match } from './match.ts';
import type { PatternInput } from './schema.ts';

/**
 * What the pattern finds in a text as if it were at work, whatever its state; one match more than are kept tells that
 * there are more. Runs in the caller's thread, so only on the linear engine: whatever somebody wrote, the time is bounded
 * by the length of the text.
 * @throws AppError `invalid` when one of the engines does not take the pattern.
 */
export function textFinder(input: PatternInput): (text: string) => Match[] {
  const definition = { ...input, id: '', version: 0, enabled: true, state: 'enforcing' } as const;
  compilePattern(definition);
  const set = compileSet([definition]);
  for (const pattern of set.patterns) pattern.linearOnly = true;
  return (text) => scanText(set, text, { limit: MAX_MATCHES + 1 });
}
