import { type CompiledSet, MAX_MATCHES, type Monitor, type SubjectView, scanText, viewOf } from './engine.ts';
import type { Match, ScanResult } from './match.ts';
import { normalizeText } from './normalize-text.ts';
import { replaceMatches } from './redact-document.ts';
import type { ScanRequest, ScanSubject, Segment } from './scan-request.ts';
import type { KeyWords } from './score-match.ts';
import { isTooDeep, type Place, walkDocument } from './walk-document.ts';

const NO_MATCHES: Match[] = [];
const MAX_CACHED = 10_000;

type Scan = { set: CompiledSet; view: SubjectView; monitor: Monitor | undefined; matches: Match[] };

/** Looks into what is asked; matches in pieces of text name their piece by `slot` and `path`. */
export function scanRequest(set: CompiledSet, request: ScanRequest, monitor?: Monitor): ScanResult {
  const scan: Scan = { set, view: viewOf(set, request.subject), monitor, matches: [] };
  const unscannable =
    'document' in request ? scanValues(scan, request.document) : scanPieces(scan, request.segments);
  const { matches } = scan;
  const truncated = matches.length > MAX_MATCHES;
  return {
    matches: truncated ? matches.slice(0, MAX_MATCHES) : matches,
    truncated: truncated && unscannable === null,
    unscannable,
  };
}

/** Looks into every key, string and number of a JSON document, each by itself: values are never joined. */
export function scanDocument(
  set: CompiledSet,
  document: unknown,
  subject: ScanSubject = { kind: 'event' },
): ScanResult {
  return scanRequest(set, { subject, document });
}

function scanPieces(scan: Scan, segments: readonly Segment[]): null {
  segments.forEach(({ text, place, key }, slot) => {
    const found = scanOne(scan, text, {
      slot,
      inKey: false,
      names: key === undefined ? {} : namesOf(key, null),
    });
    keep(scan, found, place);
  });
  return null;
}

function scanValues(scan: Scan, document: unknown): 'malformed' | null {
  const { cleanKeys } = scan.view;
  const visit = (text: string, place: Place) => {
    if (place.inKey && cleanKeys.has(text)) return text;
    const names = place.inKey || place.key === null ? {} : namesOf(place.key, place.parentKey);
    const found = scanOne(scan, text, { slot: place.slot, inKey: place.inKey, names });
    if (found.length === 0) {
      if (place.inKey && cleanKeys.size < MAX_CACHED) cleanKeys.add(text);
      return text;
    }
    const shown = place.inKey ? replaceMatches(text, found) : '';
    keep(scan, found, place.path(shown));
    return place.inKey ? shown : text;
  };
  try {
    walkDocument(document, visit);
    return null;
  } catch (error) {
    if (!isTooDeep(error)) throw error;
    return 'malformed';
  }
}

type Spot = { slot: number; inKey: boolean; names: { key?: string; keyWords?: KeyWords } };

function scanOne({ set, view, monitor, matches }: Scan, text: string, { slot, inKey, names }: Spot): Match[] {
  if (text === '' || matches.length > MAX_MATCHES) return NO_MATCHES;
  const limit = MAX_MATCHES + 1 - matches.length;
  return scanText(set, text, { ...names, slot, inKey, limit, view, ...(monitor && { monitor }) });
}

/** A pattern whose scope names paths keeps what was found at one of them. */
function keep({ set, matches }: Scan, found: Match[], path: string): void {
  for (const match of found) {
    if (set.takesPlace.get(match.patternId)?.(path) === false) continue;
    matches.push({ ...match, path });
  }
}

const names = new Map<string, { key: string; words: string }>();

function namesOf(own: string, parent: string | null): { key: string; keyWords: KeyWords } {
  const { key, words } = splitName(own);
  return { key, keyWords: { own: words, parent: parent === null ? '' : splitName(parent).words } };
}

/** `cardNumber`, `card_number` and `card-number` are the words "card number". */
function splitName(name: string): { key: string; words: string } {
  const known = names.get(name);
  if (known !== undefined) return known;
  const key = normalizeText(name).text;
  const words = key.replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2').replace(/[^\p{L}\p{N}]+/gu, ' ');
  if (names.size >= MAX_CACHED) names.clear();
  names.set(name, { key, words });
  return { key, words };
}
