import type { PatternAction, PatternInput, Severity } from './schema.ts';

/** A pattern as the engine takes it: what was sent in, with the identity that findings keep. */
export type PatternDefinition = PatternInput & { id: string; version: number };

/** What a match is allowed to cause: its pattern's action, cut down by state and confidence. */
export type Effect = PatternAction | 'none';

export type Match = {
  patternId: string;
  patternName: string;
  version: number;
  severity: Severity;
  effect: Effect;
  /** Where in the document, for people (`data.items[0].card`); a key that was itself caught is masked in it. */
  path: string;
  /** Which key or value of the document, counted in walking order; says the same as `path` without its secrets. */
  slot: number;
  inKey: boolean;
  /** UTF-16 offsets into the original text of that key or value. */
  start: number;
  end: number;
  value: string;
  /** The value without look-alikes, invisible characters and (for numbers) separators: what a fingerprint is made of. */
  canonical: string;
  masked: string;
  /** What stands before and after the value, as written. */
  around: { before: string; after: string };
  confidence: number;
  reasons: string[];
  /** What moved the confidence, in order. */
  steps: { by: number; reason: string }[];
};

/** Why a document could not be looked into, or not to its end. */
export type Unscannable = 'timeout' | 'too_large' | 'malformed';

export type ScanResult = {
  matches: Match[];
  /** There were more matches than are kept: what follows the last one is unknown. */
  truncated: boolean;
  unscannable: Unscannable | null;
  /** How many matches exclusions left out. */
  excluded?: number;
};
