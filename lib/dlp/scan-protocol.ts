import type { PatternDefinition, ScanResult, Unscannable } from './match.ts';

/** A request as JSON text, or why it is not to be looked into. */
export type SentDocument = { text: string } | { unscannable: Unscannable };

export type LoadedSet = {
  setVersion: string;
  /** Patterns the engine does not take; they find nothing until they are saved again. */
  refused: { patternId: string; message: string }[];
};

export type ScannedBatch = { setVersion: string; results: ScanResult[] };

/** What the pool tells a thread. `linearOnly` names patterns (`id@version`) the fast engine has overrun on. */
export type ToThread =
  | { type: 'load'; patterns: PatternDefinition[]; linearOnly: string[] }
  | { type: 'scan'; documents: SentDocument[]; linearOnly: string[] };

export type FromThread =
  | { type: 'loaded'; refused: { patternId: string; message: string }[]; linearOnly: string[] }
  | { type: 'scanned'; results: ScanResult[]; linearOnly: string[] };

/**
 * Words of the memory a thread shares with the pool. A thread stuck in a regex cannot answer: this is how the pool sees
 * what it is stuck in.
 */
export const beat = {
  /** Counts up at every step; odd inside a search. */
  step: 0,
  /** Index into the patterns as they were sent. */
  pattern: 1,
  /** Place in the batch; -1 before the first. */
  document: 2,
  length: 3,
  linear: 4,
  words: 5,
} as const;

export function patternKey({ id, version }: { id: string; version: number }): string {
  return `${id}@${version}`;
}

/** A search may take as long as its text deserves: 20 MB/s is slow for a healthy pattern. */
export function allowanceMs(length: number): number {
  return length / 20_000;
}
