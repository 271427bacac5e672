import type { Match, ScanResult } from '#lib/dlp/match.ts';
import type { NewFinding } from '#lib/findings/repo.ts';
import type { FindingSubject, LeakInPlace } from '#lib/findings/schema.ts';
import { keyedHash } from '#lib/platform/crypto.ts';
import { sealSecret } from '#lib/platform/envelope.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';

/** What was not looked into to its end may hold more beside a match than is known: its surroundings are not kept. */
export const keptMatches = ({ matches, truncated, unscannable }: ScanResult): readonly Match[] =>
  truncated || unscannable !== null
    ? matches.map((match) => ({ ...match, around: { before: '', after: '' } }))
    : matches;

/** Shorter ones stand in names by chance. */
const MIN_HIDDEN = 6;

/** What was matched in one subject as places to keep: the values sealed, everything else masked. */
export function toFindings(subject: FindingSubject, matches: readonly Match[]): NewFinding[] {
  const bySlot = Map.groupBy(matches, ({ slot }) => slot);
  const hidden = withoutValues(matches);
  return matches.map((match) => {
    const id = uuidv7();
    const leak = leakOf(match, bySlot.get(match.slot) ?? []);
    return {
      id,
      subjectKind: subject.kind,
      subjectId: subject.id,
      patternId: match.patternId,
      patternVersion: match.version,
      patternName: match.patternName,
      severity: match.severity,
      action: match.effect,
      confidence: match.confidence,
      path: hidden(match.path),
      masked: match.masked,
      fingerprint: keyedHash(match.canonical),
      reasons: match.reasons,
      start: match.start,
      end: match.end,
      sealed: sealSecret(JSON.stringify(leak), sealedPlace('finding_places.sealed', id)),
    };
  });
}

/** A name of a place that would not be caught by itself may still say what was caught elsewhere in the same subject. */
function withoutValues(matches: readonly Match[]): (path: string) => string {
  const masks = new Map(matches.map(({ value, masked }) => [value, masked]));
  const values = [...masks.keys()].filter((value) => value.length >= MIN_HIDDEN);
  return (path) =>
    values.reduce((shown, value) => shown.replaceAll(value, () => masks.get(value) ?? ''), path);
}

/** The value with what stands beside it. Whoever may see this value may not thereby see the others near it. */
function leakOf(match: Match, inSameText: readonly Match[]): LeakInPlace {
  const { before, after } = match.around;
  const from = match.start - before.length;
  // Offsets count UTF-16 units, and so does this.
  const units = (before + match.value + after).split('');
  for (const other of inSameText) {
    for (let at = Math.max(other.start, from); at < Math.min(other.end, from + units.length); at += 1) {
      if (at < match.start || at >= match.end) units[at - from] = '*';
    }
  }
  const whole = units.join('');
  return {
    before: whole.slice(0, before.length),
    value: match.value,
    after: whole.slice(before.length + match.value.length),
  };
}
