import type { z } from 'zod';
import { builtInPatterns } from '#lib/dlp/built-in-patterns.ts';
import { compileSet, scanText } from '#lib/dlp/engine.ts';
import type { Match, PatternDefinition } from '#lib/dlp/match.ts';
import { PatternInput } from '#lib/dlp/schema.ts';

export const shippedPatterns: PatternDefinition[] = builtInPatterns.map((pattern) => ({
  ...pattern,
  version: 1,
}));
export const shippedSet = compileSet(shippedPatterns);

type Fields = Omit<z.input<typeof PatternInput>, 'name'> & Partial<Pick<PatternDefinition, 'id' | 'version'>>;

export function pattern({ id, version, ...fields }: Fields): PatternDefinition {
  return {
    id: id ?? '0199a1c0-0000-7000-8000-00000000000a',
    version: version ?? 1,
    ...PatternInput.parse({ name: 'Own', ...fields }),
  };
}

/** What the shipped patterns find in a text, as `pattern name: value`. */
export function found(text: string, confidence = 1): string[] {
  return scanText(shippedSet, text)
    .filter((match) => match.confidence >= confidence)
    .map(({ patternName, value }) => `${patternName}: ${value}`);
}

export function only(matches: Match[]): Match {
  const [match] = matches;
  if (match === undefined || matches.length !== 1)
    throw new Error(`expected one match, got ${matches.length}`);
  return match;
}
