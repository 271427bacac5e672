export type Span = { start: number; end: number };

/**
 * Spans found in `tried`, where they stand in `text` while the answer for it is still on its way: before and after
 * the stretch that changed they move along, inside it they are gone.
 */
export function shiftSpans<S extends Span>(spans: readonly S[], tried: string, text: string): S[] {
  if (tried === text) return [...spans];
  const shorter = Math.min(tried.length, text.length);
  let head = 0;
  while (head < shorter && tried[head] === text[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && tried[tried.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  const by = text.length - tried.length;
  return spans.flatMap((span) => {
    if (span.end <= head) return [span];
    if (span.start < tried.length - tail) return [];
    return [{ ...span, start: span.start + by, end: span.end + by }];
  });
}

/** The text cut at its spans, in order; of spans that overlap the first one is shown. */
export function cutAtSpans<S extends Span>(
  text: string,
  spans: readonly S[],
): { at: number; text: string; span: S | null }[] {
  const pieces: { at: number; text: string; span: S | null }[] = [];
  let at = 0;
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start < at || span.end > text.length || span.end <= span.start) continue;
    if (span.start > at) pieces.push({ at, text: text.slice(at, span.start), span: null });
    pieces.push({ at: span.start, text: text.slice(span.start, span.end), span });
    at = span.end;
  }
  if (at < text.length) pieces.push({ at, text: text.slice(at), span: null });
  return pieces;
}
