import { parentPort, workerData } from 'node:worker_threads';
import { parseStoredJson } from '#lib/platform/json.ts';
import { type CompiledSet, compileSet, type Monitor } from './engine.ts';
import type { PatternDefinition, ScanResult } from './match.ts';
import { scanDocument } from './scan-document.ts';
import { allowanceMs, beat, type FromThread, patternKey, type ToThread } from './scan-protocol.ts';

const { memory, timeoutMs } = workerData as { memory: SharedArrayBuffer; timeoutMs: number };
const words = new Int32Array(memory);
let set: CompiledSet = compileSet([]);
let positions: number[] = [];
let spentMs: number[] = [];

parentPort?.on('message', (message: ToThread) => {
  parentPort?.postMessage(message.type === 'load' ? load(message) : scan(message));
});

function load({ patterns, linearOnly }: ToThread & { type: 'load' }): FromThread {
  set = compileSet(patterns);
  positions = set.patterns.map(({ definition }) => patterns.indexOf(definition));
  turnLinear(linearOnly);
  warmUp(set.patterns.map(({ definition }) => definition));
  return { type: 'loaded', refused: set.refused, linearOnly: linearOnlyNow() };
}

/** The first searches of a pattern cost a hundred times the later ones: better now than in somebody's event. */
function warmUp(patterns: PatternDefinition[]): void {
  const texts = patterns.flatMap(({ keywords, samples }) => [
    keywords[0],
    samples.match[0],
    samples.no_match[0],
  ]);
  const document = texts.map((text) => text?.slice(0, 200) ?? '');
  for (let round = 0; round < 3; round += 1) scanOne(0, document);
}

function scan({ documents, linearOnly }: ToThread & { type: 'scan' }): FromThread {
  turnLinear(linearOnly);
  const results = documents.map((document, index): ScanResult => {
    if ('unscannable' in document) return { matches: [], truncated: false, ...document };
    return scanOne(index, parseStoredJson(document.text));
  });
  return { type: 'scanned', results, linearOnly: linearOnlyNow() };
}

function scanOne(index: number, document: unknown): ScanResult {
  spentMs = set.patterns.map(() => 0);
  Atomics.store(words, beat.document, index);
  return scanDocument(set, document, monitor);
}

function turnLinear(keys: string[]): void {
  for (const pattern of keys.length === 0 ? [] : set.patterns) {
    if (keys.includes(patternKey(pattern.definition))) pattern.linearOnly = true;
  }
}

let enteredAt = 0;

/** Tells the pool what is at work, and turns to the linear engine itself where many short searches add up. */
const monitor: Monitor = {
  enter(pattern, length) {
    enteredAt = performance.now();
    Atomics.store(words, beat.pattern, positions[pattern] ?? -1);
    Atomics.store(words, beat.length, length);
    Atomics.store(words, beat.linear, set.patterns[pattern]?.linearOnly === true ? 1 : 0);
    Atomics.add(words, beat.step, 1);
  },
  leave(index) {
    const length = Atomics.load(words, beat.length);
    Atomics.add(words, beat.step, 1);
    const pattern = set.patterns[index];
    const spent = (spentMs[index] ?? 0) + performance.now() - enteredAt - allowanceMs(length);
    spentMs[index] = Math.max(0, spent);
    if (spent > timeoutMs && pattern !== undefined) pattern.linearOnly = true;
  },
};

function linearOnlyNow(): string[] {
  return set.patterns.filter(({ linearOnly }) => linearOnly).map(({ definition }) => patternKey(definition));
}
