import { AppError } from '#lib/platform/errors.ts';
import type { Match } from './match.ts';
import { walkDocument } from './walk-document.ts';

/**
 * A copy of the document with the matched places replaced by their masks. It has to be the document that was scanned:
 * places are counted in walking order. Numbers that held a match become strings, keys are masked too.
 */
export function redactDocument(document: unknown, matches: Match[]): unknown {
  if (matches.length === 0) return document;
  const bySlot = Map.groupBy(matches, ({ slot }) => slot);
  const redacted = walkDocument(document, (text, { slot }) => {
    const found = bySlot.get(slot);
    if (found === undefined) return text;
    bySlot.delete(slot);
    if (found.some(({ start, end, value }) => text.slice(start, end) !== value)) refuse();
    return replaceMatches(text, found);
  });
  if (bySlot.size > 0) refuse();
  return redacted;
}

/** Masking the wrong place would let the right one through. */
function refuse(): never {
  throw new AppError('internal', 'The matches belong to another document than the one to redact');
}

/** One text with its matches masked. Where matches overlap, nothing of what they share is shown. */
export function replaceMatches(text: string, matches: Match[]): string {
  const ordered = [...matches].sort((a, b) => a.start - b.start || b.end - a.end);
  let redacted = '';
  let copied = 0;
  for (let at = 0; at < ordered.length; ) {
    const { start, masked } = ordered[at] as Match;
    let { end } = ordered[at] as Match;
    let next = at + 1;
    while (next < ordered.length && (ordered[next] as Match).start < end) {
      end = Math.max(end, (ordered[next] as Match).end);
      next += 1;
    }
    redacted += text.slice(copied, start) + (next === at + 1 ? masked : '********');
    copied = end;
    at = next;
  }
  return redacted + text.slice(copied);
}
