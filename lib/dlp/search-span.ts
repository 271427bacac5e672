import type { Span } from './find-spans.ts';
import type { Hit, RunRegex } from './run-regex.ts';

/** A rejected candidate up to this long is looked into again for a shorter or a later one. */
const MAX_RETRIED = 64;

type Search = { run: RunRegex; text: string; accept: (hit: Hit) => boolean; retry: boolean };

/**
 * Calls `accept` with each match in the span that begins at or after `notBefore`, and says how far it came. What is
 * rejected does not hide a good value that overlaps it.
 */
export function searchSpan(search: Search, wanted: Span, notBefore: number): number {
  let end = wanted.end;
  let start = Math.max(wanted.start, notBefore);
  let from = start;
  while (from < end) {
    const hit = search.run(search.text.slice(0, end), from);
    if (hit === null) return from;
    const earliest = Math.max(wanted.lineStart, notBefore);
    if (hit.end === end && end < wanted.lineEnd) {
      end = Math.min(wanted.lineEnd, end + (end - start) * 3);
    } else if (hit.start === start && start > earliest) {
      start = Math.max(earliest, start - (end - start) * 3);
      from = start;
    } else {
      from = nextFrom(search, hit);
    }
  }
  return from;
}

function nextFrom(search: Search, hit: Hit): number {
  if (search.accept(hit)) return hit.end;
  if (!search.retry || hit.end - hit.start > MAX_RETRIED) return hit.end;
  const shorter = acceptShorter(search, hit);
  if (shorter !== null) return shorter.end;
  return hit.start + ((search.text.codePointAt(hit.start) ?? 0) > 0xffff ? 2 : 1);
}

/** "4111 1111 1111 1111 737" is a card and its security code: tries again without the last groups. */
function acceptShorter(search: Search, hit: Hit): Hit | null {
  for (let cut = hit.end - 1; cut > hit.start; cut -= 1) {
    if (!/[^\p{L}\p{N}]/u.test(search.text[cut] ?? '')) continue;
    const shorter = search.run(search.text.slice(0, cut), hit.start);
    if (shorter !== null && shorter.start === hit.start && search.accept(shorter)) return shorter;
  }
  return null;
}
