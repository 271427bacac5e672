import { type CompiledSet, MAX_MATCHES, type Monitor, scanText } from './engine.ts';
import type { Match, ScanResult } from './match.ts';
import { normalizeText } from './normalize-text.ts';
import { replaceMatches } from './redact-document.ts';
import type { KeyWords } from './score-match.ts';
import { isTooDeep, type Place, walkDocument } from './walk-document.ts';

const NO_MATCHES: Match[] = [];
const MAX_CACHED = 10_000;

/** Looks into every key, string and number of a JSON document, each by itself: values are never joined. */
export function scanDocument(set: CompiledSet, document: unknown, monitor?: Monitor): ScanResult {
  const matches: Match[] = [];
  const cleanKeys = cleanKeysOf(set);
  const scan = (text: string, place: Place) => {
    const limit = MAX_MATCHES + 1 - matches.length;
    const names = place.inKey || place.key === null ? {} : namesOf(place.key, place.parentKey);
    const options = { ...names, slot: place.slot, inKey: place.inKey, limit, ...(monitor && { monitor }) };
    return scanText(set, text, options);
  };
  const visit = (text: string, place: Place) => {
    if (text === '' || (place.inKey && cleanKeys.has(text))) return text;
    const found = matches.length > MAX_MATCHES ? NO_MATCHES : scan(text, place);
    if (found.length === 0) {
      if (place.inKey && cleanKeys.size < MAX_CACHED) cleanKeys.add(text);
      return text;
    }
    const shown = place.inKey ? replaceMatches(text, found) : '';
    const path = place.path(shown);
    for (const match of found) matches.push({ ...match, path });
    return place.inKey ? shown : text;
  };
  try {
    walkDocument(document, visit);
  } catch (error) {
    if (!isTooDeep(error)) throw error;
    return { matches, truncated: false, unscannable: 'malformed' };
  }
  const truncated = matches.length > MAX_MATCHES;
  return { matches: truncated ? matches.slice(0, MAX_MATCHES) : matches, truncated, unscannable: null };
}

const cleanKeysBySet = new WeakMap<CompiledSet, Set<string>>();

/** Names repeat from event to event: one found clean is not looked into again by the same set. */
function cleanKeysOf(set: CompiledSet): Set<string> {
  const known = cleanKeysBySet.get(set) ?? new Set<string>();
  cleanKeysBySet.set(set, known);
  return known;
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
