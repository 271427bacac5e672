import type { PatternInput } from './schema.ts';

/** A character or class with a repeat behind it. */
const REPEATED = /(\[(?:\\.|[^\]\\])+\]|\\[dwsDWS]|\\?[^\\()[\]|*+?{}^$])(?:[*+]|\{\d+,\d*\})/g;
const CANDIDATES = ['a', '0', 'A', ' ', '-', '.', '_', '/', '@', '=', '"', 'é'];
const SHORT = 32;
const LONG = 30_000;
const MAX_TEXTS = 60;
/** What hardly a pattern asks for: the repeat has to give way, and to try every other way. */
const MISFIT = '\u00a7';

/** A character that the part matches. */
function memberOf(part: string, flags: string): string | null {
  const regex = new RegExp(`^(?:${part})$`, `u${flags.replace('m', '')}`);
  return [...CANDIDATES, ...part].find((char) => regex.test(char)) ?? null;
}

/**
 * Texts that make a backtracking engine work hardest: what the pattern repeats, many times over, with an end that does
 * not fit; behind what leads up to it in a sample, so that keywords and beginnings are there.
 */
export function attackTexts({ regex, flags, keywords, samples }: PatternInput): string[] {
  const members = new Set<string>();
  for (const [, part = ''] of regex.matchAll(REPEATED)) {
    const member = memberOf(part, flags);
    if (member !== null) members.add(member);
  }
  const pumps = [...members].slice(0, 4);
  const pairs = pumps.flatMap((first) =>
    pumps.filter((other) => other !== first).map((other) => first + other),
  );
  const sample = samples.match[0] ?? '';
  const leads = [
    ...new Set([keywords[0] ? `${keywords[0]} ` : '', sample.slice(0, sample.length / 2), sample]),
  ];
  // An engine that misses a letter it needs does not begin: they all stand behind the misfit.
  const ends = [MISFIT, '!', MISFIT + regex.replace(/\\.|[^\p{L}\d]/gu, '')];
  const texts: string[] = [];
  for (const length of [SHORT, LONG]) {
    for (const lead of leads) {
      for (const pump of [...pumps, ...pairs.slice(0, 2)]) {
        for (const end of ends) texts.push(lead + pump.repeat(length / pump.length) + end);
      }
    }
  }
  return texts.slice(0, MAX_TEXTS);
}
