import { AppError } from '#lib/platform/errors.ts';
import { type CompiledPattern, compilePattern } from './compile-pattern.ts';
import { findEncoded } from './decode/find-encoded.ts';
import { type Span, spanCollector, wholeText } from './find-spans.ts';
import { buildKeywordGate, type KeywordGate } from './keyword-gate.ts';
import { maskValue } from './mask-value.ts';
import type { Match, PatternDefinition } from './match.ts';
import { type NormalText, normalizeText } from './normalize-text.ts';
import type { Hit } from './run-regex.ts';
import type { ScanSubject } from './scan-request.ts';
import { outOfScope, subjectKey } from './scope.ts';
import { effectOf, type KeyWords, scoreMatch } from './score-match.ts';
import { searchSpan } from './search-span.ts';

export type CompiledSet = {
  patterns: CompiledPattern[];
  /** Patterns the engine refuses (saved by an older version, say): they are skipped, and named here. */
  refused: { patternId: string; message: string }[];
  gate: KeywordGate;
  /** For patterns without keywords whose matches hold some run of digits and separators. */
  shapeGate: KeywordGate | null;
  /** What has to look at every text. */
  ungated: number[];
  keyCache: Map<string, number[]>;
  /** For patterns whose scope names paths. */
  takesPlace: Map<string, (place: string) => boolean>;
  /** What is known per kind of subject, see `viewOf`. */
  views: Map<string, SubjectView>;
};

/** How a set looks at one kind of subject. */
export type SubjectView = {
  /** 1 for each pattern that does not look there; null when all do. */
  skipped: Uint8Array | null;
  /** Keys of documents that were found clean. */
  cleanKeys: Set<string>;
};

/** Told before and after each search, so that a watchdog outside can see which pattern is at work. */
export type Monitor = { enter: (pattern: number, length: number) => void; leave: (pattern: number) => void };

export type ScanOptions = {
  path?: string;
  slot?: number;
  inKey?: boolean;
  /** The key the text stands under, as written, and its split words. */
  key?: string;
  keyWords?: KeyWords;
  view?: SubjectView;
  /** At most this many matches; one more than is kept tells the caller that there were more. */
  limit?: number;
  monitor?: Monitor;
  /** How often the text was decoded already. */
  depth?: number;
};

/** Base64 in base64 in base64 is still looked into. */
const MAX_DEPTH = 3;
/** What of the text is kept, sealed, beside a value for those who decide about it. */
const AROUND = 100;
const WORD_CHAR = /[\p{L}\p{N}]/u;
/** What is longer could begin further back than a span reaches. */
const MAX_SHAPED = 512;
const MAX_CACHED_KEYS = 10_000;
const MAX_VIEWS = 1_000;
export const MAX_MATCHES = 10_000;

/** Compiles patterns for scanning: drafts and switched-off ones are left out. */
export function compileSet(definitions: PatternDefinition[]): CompiledSet {
  const patterns: CompiledPattern[] = [];
  const refused: CompiledSet['refused'] = [];
  for (const definition of definitions) {
    if (!definition.enabled || definition.state === 'draft') continue;
    try {
      patterns.push(compilePattern(definition));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.push({ patternId: definition.id, message: error.message });
    }
  }
  const waiting = new Map<string, number[]>();
  const shaped = new Map<string, number[]>();
  const ungated: number[] = [];
  patterns.forEach(({ definition, facts }, index) => {
    if (definition.keywords.length === 0) {
      const shapes = facts.anchored || facts.maxLength > MAX_SHAPED ? null : facts.shapes;
      if (shapes === null) ungated.push(index);
      for (const shape of shapes ?? []) shaped.set(shape, [...(shaped.get(shape) ?? []), index]);
    }
    for (const keyword of new Set(
      definition.keywords.map((word) => normalizeText(word).text.toLowerCase()),
    )) {
      waiting.set(keyword, [...(waiting.get(keyword) ?? []), index]);
    }
  });
  return {
    patterns,
    refused,
    gate: buildKeywordGate(waiting),
    shapeGate: shaped.size === 0 ? null : buildKeywordGate(shaped, { digitsAlike: true }),
    ungated,
    keyCache: new Map(),
    takesPlace: new Map(
      patterns.flatMap(({ definition, takesPlace }) =>
        takesPlace === null ? [] : [[definition.id, takesPlace] as const],
      ),
    ),
    views: new Map(),
  };
}

/** Which patterns look into such a subject; computed once for each that differs. */
export function viewOf(set: CompiledSet, subject: ScanSubject): SubjectView {
  const key = subjectKey(subject);
  const known = set.views.get(key);
  if (known !== undefined) return known;
  if (set.views.size >= MAX_VIEWS) set.views.clear();
  const skipped = outOfScope(set.patterns, subject);
  const view = { skipped, cleanKeys: new Set<string>() };
  set.views.set(key, view);
  return view;
}

/** Everything the set finds in one text, in order of place; offsets are those of the text as given. */
export function scanText(set: CompiledSet, text: string, options: ScanOptions = {}): Match[] {
  const normal = normalizeText(text);
  const matches: Match[] = [];
  const skipped = options.view?.skipped ?? null;
  for (const [index, { target, prefixLength, spans }] of plan(set, normal.text, {
    key: options.key,
    skipped,
  })) {
    const pattern = set.patterns[index] as CompiledPattern;
    const accept = (hit: Hit) => {
      if (matches.length >= (options.limit ?? MAX_MATCHES)) return true;
      const match = toMatch({ pattern, target, prefixLength, normal, original: text }, hit, options);
      if (match !== null) matches.push(match);
      return match !== null;
    };
    const search = {
      run: runner(pattern),
      text: target,
      accept,
      retry: pattern.edges !== null || pattern.isNumber,
    };
    let from = 0;
    for (const span of spans) {
      options.monitor?.enter(index, span.end - span.start);
      from = searchSpan(search, span, from);
      options.monitor?.leave(index);
    }
  }
  if ((options.depth ?? 0) < MAX_DEPTH) scanEncoded(set, { normal, original: text, matches }, options);
  return matches.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Looks into what a text hides in another writing; what is found there stands at the whole of the hidden stretch. */
function scanEncoded(
  set: CompiledSet,
  { normal, original, matches }: { normal: NormalText; original: string; matches: Match[] },
  options: ScanOptions,
): void {
  const depth = (options.depth ?? 0) + 1;
  for (const encoded of findEncoded(normal.text)) {
    const limit = (options.limit ?? MAX_MATCHES) - matches.length;
    if (limit <= 0) return;
    const inside = scanText(set, encoded.text, { ...options, depth, limit });
    const known = new Set<string>();
    for (const match of inside) {
      const key = `${match.patternId} ${match.canonical}`;
      if (known.has(key)) continue;
      known.add(key);
      const start = normal.toOriginalStart(encoded.start);
      const end = normal.toOriginalEnd(encoded.end);
      matches.push({
        ...match,
        start,
        end,
        value: original.slice(start, end),
        around: aroundOf(original, start, end),
        reasons: [...match.reasons, `decoded from ${encoded.encoding}`],
      });
    }
  }
}

function aroundOf(text: string, start: number, end: number): Match['around'] {
  return {
    before: text.slice(Math.max(0, start - AROUND), start).replace(/^[\udc00-\udfff]/, ''),
    after: text.slice(end, end + AROUND).replace(/[\ud800-\udbff]$/, ''),
  };
}

type Task = { target: string; prefixLength: number; spans: Span[] };

/** Which patterns have to look where. A keyword in the key opens the whole value, seen as `key=value`. */
function plan(
  set: CompiledSet,
  text: string,
  { key, skipped }: { key: string | undefined; skipped: Uint8Array | null },
): Map<number, Task> {
  const tasks = new Map<number, Task>();
  const collect = (gate: KeywordGate, tight: boolean) => {
    const collector = spanCollector(text, { patterns: set.patterns, tight });
    gate(text, (index, end) => {
      if (skipped?.[index] !== 1) collector.add(index, end);
    });
    for (const [index, spans] of collector.spans) tasks.set(index, { target: text, prefixLength: 0, spans });
  };
  collect(set.gate, false);
  if (set.shapeGate !== null) collect(set.shapeGate, true);
  for (const index of set.ungated) {
    if (skipped?.[index] === 1) continue;
    const spans = wholeText(set.patterns[index] as CompiledPattern, text);
    tasks.set(index, { target: text, prefixLength: 0, spans });
  }
  if (key !== undefined) {
    const prefix = `${key}=`;
    for (const index of patternsNamedBy(set, key)) {
      if (skipped?.[index] === 1) continue;
      const pattern = set.patterns[index] as CompiledPattern;
      const target = pattern.facts.anchored ? text : prefix + text;
      const prefixLength = target.length - text.length;
      tasks.set(index, { target, prefixLength, spans: wholeText(pattern, target) });
    }
  }
  return tasks;
}

/** Of these texts, the share of characters that the set's patterns are left to look at. */
export function shareLookedAt(set: CompiledSet, texts: readonly string[]): number {
  let looked = 0;
  for (const text of texts) {
    for (const { spans } of plan(set, text, { key: undefined, skipped: null }).values()) {
      for (const { start, end } of spans) looked += end - start;
    }
  }
  return looked / texts.reduce((sum, { length }) => sum + length, 0);
}

function patternsNamedBy(set: CompiledSet, key: string): number[] {
  const known = set.keyCache.get(key);
  if (known !== undefined) return known;
  const found = new Set<number>();
  // As the pattern will see it, so that `pin=` and `pin:` name it as well.
  set.gate(`${key}=`, (index) => found.add(index));
  if (set.keyCache.size >= MAX_CACHED_KEYS) set.keyCache.clear();
  set.keyCache.set(key, [...found]);
  return [...found];
}

/** The fast engine can run out of its backtracking stack; the linear one cannot. */
function runner(pattern: CompiledPattern): CompiledPattern['fast'] {
  return (text, from) => {
    if (pattern.linearOnly) return pattern.linear(text, from);
    try {
      return pattern.fast(text, from);
    } catch {
      pattern.linearOnly = true;
      return pattern.linear(text, from);
    }
  };
}

type Place = {
  pattern: CompiledPattern;
  target: string;
  prefixLength: number;
  normal: NormalText;
  original: string;
};

function toMatch(place: Place, hit: Hit, options: ScanOptions): Match | null {
  const { pattern, target, prefixLength, normal } = place;
  const { definition } = pattern;
  if (hit.valueStart < prefixLength) return null;
  if (pattern.edges?.(target, hit) === false) return null;
  const value = target.slice(hit.valueStart, hit.valueEnd);
  const candidate = {
    value,
    ...surroundings(target, hit, { prefixLength, reach: definition.context_window }),
  };
  const score = scoreMatch(pattern, candidate, options.keyWords ?? null);
  if (score === null) return null;
  const start = normal.toOriginalStart(hit.valueStart - prefixLength);
  const end = normal.toOriginalEnd(hit.valueEnd - prefixLength);
  return {
    patternId: definition.id,
    patternName: definition.name,
    version: definition.version,
    severity: definition.severity,
    effect: effectOf(definition, score.confidence),
    path: options.path ?? '',
    slot: options.slot ?? 0,
    inKey: options.inKey ?? false,
    start,
    end,
    value: place.original.slice(start, end),
    canonical: pattern.isNumber ? value.replace(/[^\p{L}\p{N}]/gu, '') : value,
    masked: maskValue(value, definition.mask),
    around: aroundOf(place.original, start, end),
    ...score,
  };
}

/** What stands near the value, in whole words: the end of "discard" is no context for a card. */
function surroundings(
  target: string,
  hit: Hit,
  { prefixLength, reach }: { prefixLength: number; reach: number },
): { before: string; after: string } {
  const from = Math.max(prefixLength, hit.valueStart - reach);
  const before = target.slice(from, hit.valueStart);
  const cut = from > prefixLength && WORD_CHAR.test(target[from - 1] ?? '');
  const after = target.slice(hit.valueEnd, hit.valueEnd + reach);
  const torn = WORD_CHAR.test(target[hit.valueEnd + reach] ?? '');
  return {
    before: cut ? before.replace(/^[\p{L}\p{N}]+/u, '') : before,
    after: torn ? after.replace(/[\p{L}\p{N}]+$/u, '') : after,
  };
}
