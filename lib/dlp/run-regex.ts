import { RE2JS } from 're2js';

/** One match: the whole of it and the part that is the value, as offsets into the text. */
export type Hit = { start: number; end: number; valueStart: number; valueEnd: number };

/** Finds the first match at or after `from`. */
export type RunRegex = (text: string, from: number) => Hit | null;

type Source = { regex: string; flags: string; group: string | number };

/** V8's backtracking engine: fast, and without a bound on its time. `u` always: without it the engines differ. */
export function compileFast(source: Source): RunRegex {
  const regex = new RegExp(source.regex, `${source.flags}gu${source.group === 0 ? '' : 'd'}`);
  return (text, from) => {
    regex.lastIndex = from;
    const found = regex.exec(text);
    if (found === null) return null;
    const start = found.index;
    const end = start + found[0].length;
    const value =
      typeof source.group === 'number'
        ? found.indices?.[source.group]
        : found.indices?.groups?.[source.group];
    return { start, end, valueStart: value?.[0] ?? start, valueEnd: value?.[1] ?? end };
  };
}

/** RE2's automaton: some fifty times slower, but its time grows only with the length of the text. */
export function compileLinear(source: Source): RunRegex {
  const regex = RE2JS.compile(source.regex, linearFlags(source.flags));
  return (text, from) => {
    const matcher = regex.matcher(text);
    if (!matcher.find(from)) return null;
    const start = matcher.start();
    const end = matcher.end();
    const valueStart = matcher.start(source.group);
    if (valueStart < 0) return { start, end, valueStart: start, valueEnd: end };
    return { start, end, valueStart, valueEnd: matcher.end(source.group) };
  };
}

export function linearFlags(flags: string): number {
  return (
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0)
  );
}
