import { RE2JS } from 're2js';
import { normalizeText } from './normalize-text.ts';
import { linearFlags } from './run-regex.ts';
import type { PatternInput } from './schema.ts';

type Group = { name: string; text: string };

const MAX_HITS = 200;

/** For a match at this place, what each group of the regex took there; on the linear engine, as the tester runs. */
export function findGroups(
  { regex, flags }: Pick<PatternInput, 'regex' | 'flags'>,
  original: string,
): (start: number, end: number) => Group[] {
  const compiled = RE2JS.compile(regex, linearFlags(flags));
  const count = compiled.groupCount();
  if (count === 0) return () => [];
  const names = new Map(Object.entries(compiled.namedGroups()).map(([name, number]) => [number, name]));
  const normal = normalizeText(original);
  const matcher = compiled.matcher(normal.text);
  const hits: { start: number; end: number; groups: Group[] }[] = [];
  while (hits.length < MAX_HITS && matcher.find()) {
    const groups = Array.from({ length: count }, (_, at): Group => {
      const from = matcher.start(at + 1);
      const text = from < 0 ? '' : normal.text.slice(from, matcher.end(at + 1));
      return { name: names.get(at + 1) ?? String(at + 1), text };
    });
    hits.push({
      start: normal.toOriginalStart(matcher.start()),
      end: normal.toOriginalEnd(matcher.end()),
      groups: groups.filter(({ text }) => text !== ''),
    });
  }
  return (start, end) => hits.find((hit) => hit.start <= start && end <= hit.end)?.groups ?? [];
}
