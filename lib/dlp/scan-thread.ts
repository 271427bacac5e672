import { parentPort, workerData } from 'node:worker_threads';
import { parseStoredJson } from '#lib/platform/json.ts';
import { type CompiledSet, compileSet, type Monitor } from './engine.ts';
import type { PatternDefinition, ScanResult } from './match.ts';
import { scanRequest } from './scan-document.ts';
import { allowanceMs, beat, type FromThread, patternKey, type ToThread } from './scan-protocol.ts';
import type { ScanRequest } from './scan-request.ts';

const { memory, timeoutMs } = workerData as { memory: SharedArrayBuffer; timeoutMs: number };
const words = new Int32Array(memory);
let set: CompiledSet = compileSet([]);
let positions: number[] = [];
/** For each pattern, its time in the document at hand beyond what the texts deserved. */
let wallMs: number[] = [];
let cpuMs: number[] = [];

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
  for (let round = 0; round < 3; round += 1) scanOne({ subject: { kind: 'event' }, document });
}

function scan({ documents, linearOnly }: ToThread & { type: 'scan' }): FromThread {
  turnLinear(linearOnly);
  const results = documents.map((document, index): ScanResult => {
    if ('unscannable' in document) return { matches: [], truncated: false, ...document };
    Atomics.store(words, beat.document, index);
    return scanOne(parseStoredJson(document.text) as ScanRequest);
  });
  return { type: 'scanned', results, linearOnly: linearOnlyNow() };
}

function scanOne(request: ScanRequest): ScanResult {
  wallMs = set.patterns.map(() => 0);
  cpuMs = set.patterns.map(() => 0);
  return scanRequest(set, request, monitor);
}

function turnLinear(keys: string[]): void {
  for (const pattern of keys.length === 0 ? [] : set.patterns) {
    if (keys.includes(patternKey(pattern.definition))) pattern.linearOnly = true;
  }
}

let enteredAtMs = 0;
let cpuAt: NodeJS.CpuUsage | null = null;

/**
 * Tells the pool what is at work, and turns to the linear engine itself where many short searches add up. The clock on
 * the wall is cheap and only raises suspicion; what convicts a pattern is processor time.
 */
const monitor: Monitor = {
  enter(index, length) {
    cpuAt = (wallMs[index] ?? 0) > timeoutMs / 2 ? process.threadCpuUsage() : null;
    enteredAtMs = performance.now();
    Atomics.store(words, beat.pattern, positions[index] ?? -1);
    Atomics.store(words, beat.length, length);
    Atomics.store(words, beat.linear, set.patterns[index]?.linearOnly === true ? 1 : 0);
    Atomics.add(words, beat.step, 1);
  },
  leave(index) {
    Atomics.add(words, beat.step, 1);
    const allowed = allowanceMs(Atomics.load(words, beat.length));
    wallMs[index] = Math.max(0, (wallMs[index] ?? 0) + performance.now() - enteredAtMs - allowed);
    if (cpuAt === null) return;
    const { user, system } = process.threadCpuUsage(cpuAt);
    cpuMs[index] = Math.max(0, (cpuMs[index] ?? 0) + (user + system) / 1000 - allowed);
    const pattern = set.patterns[index];
    if (pattern !== undefined && cpuMs[index] > timeoutMs) pattern.linearOnly = true;
  },
};

function linearOnlyNow(): string[] {
  return set.patterns.filter(({ linearOnly }) => linearOnly).map(({ definition }) => patternKey(definition));
}
