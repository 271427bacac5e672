import type { CompiledPattern } from './compile-pattern.ts';

/** A stretch of text to search; `lineStart` and `lineEnd` say how far it may grow when a match touches its edge. */
export type Span = { start: number; end: number; lineStart: number; lineEnd: number };

const REACH_BACK = 512;
const REACH_FORWARD = 1024;
const REACH_UNBOUNDED = 16_384;
const CHUNK_LENGTH = 65_536;

/** The whole text, in pieces that end at a line end where the pattern cannot tell the difference. */
export function wholeText({ facts }: CompiledPattern, text: string): Span[] {
  if (text.length <= CHUNK_LENGTH || facts.multiline || facts.anchored) return [span(0, text.length)];
  const spans: Span[] = [];
  let start = 0;
  while (start < text.length) {
    const end = start + CHUNK_LENGTH >= text.length ? text.length : lineEndNear(text, start);
    spans.push(span(start, end));
    start = end + 1;
  }
  return spans;
}

function lineEndNear(text: string, start: number): number {
  const before = text.lastIndexOf('\n', start + CHUNK_LENGTH);
  if (before > start) return before;
  const after = text.indexOf('\n', start + CHUNK_LENGTH);
  return after < 0 ? text.length : after;
}

function span(start: number, end: number): Span {
  return { start, end, lineStart: start, lineEnd: end };
}

/**
 * Collects, for one text, the stretches round the keywords of each pattern; hits have to come in order. `tight` is for
 * hits that stand inside the match itself: no more is taken than a match can reach.
 */
export function spanCollector(
  text: string,
  { patterns, tight }: { patterns: CompiledPattern[]; tight: boolean },
) {
  const spans = new Map<number, Span[]>();
  /** Up to where hits change nothing for a pattern any more. */
  const coveredTo = new Int32Array(patterns.length);
  let lineStart = 0;
  let lineEnd = -1;

  function add(index: number, hitEnd: number): void {
    if (hitEnd > (coveredTo[index] as number)) cover(index, hitEnd);
  }

  function cover(index: number, hitEnd: number): void {
    const { facts } = patterns[index] as CompiledPattern;
    const next = facts.anchored ? span(0, text.length) : around(facts, hitEnd);
    coveredTo[index] = next.end === next.lineEnd ? next.end : tight ? next.end - facts.maxLength : hitEnd;
    const known = spans.get(index);
    const last = known?.at(-1);
    if (known === undefined) spans.set(index, [next]);
    else if (last !== undefined && next.start <= last.end && next.lineEnd === last.lineEnd)
      last.end = next.end;
    else known.push(next);
  }

  function around(facts: CompiledPattern['facts'], hitEnd: number): Span {
    // Twice as far as need be, so that the hits that follow at once are covered as well.
    const forward = tight
      ? 2 * facts.maxLength
      : Math.max(REACH_FORWARD, Math.min(facts.maxLength, REACH_UNBOUNDED));
    const back = tight ? facts.maxLength : REACH_BACK;
    if (facts.multiline) return clip(0, text.length, { hitEnd, back, forward });
    if (hitEnd > lineEnd) {
      lineStart = text.lastIndexOf('\n', hitEnd - 1) + 1;
      const found = text.indexOf('\n', hitEnd);
      lineEnd = found < 0 ? text.length : found;
    }
    return clip(lineStart, lineEnd, { hitEnd, back, forward });
  }

  return { add, spans };
}

function clip(
  lineStart: number,
  lineEnd: number,
  hit: { hitEnd: number; back: number; forward: number },
): Span {
  const start = Math.max(lineStart, hit.hitEnd - hit.back);
  return { start, end: Math.min(lineEnd, hit.hitEnd + hit.forward), lineStart, lineEnd };
}
