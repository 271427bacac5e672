import { Worker } from 'node:worker_threads';
import { AppError } from '#lib/platform/errors.ts';
import type { PatternDefinition } from './match.ts';
import { scanFailure } from './scan-failure.ts';
import {
  beat,
  type FromThread,
  type LoadedSet,
  patternKey,
  type ScannedBatch,
  type SentDocument,
  type ToThread,
} from './scan-protocol.ts';
import { createWatchdog } from './watchdog.ts';

export type Batch = {
  documents: SentDocument[];
  resolve: (scanned: ScannedBatch) => void;
  reject: (error: AppError) => void;
};

export type ScanThread = {
  load: (patterns: PatternDefinition[], setVersion: string) => Promise<LoadedSet['refused']>;
  isIdle: () => boolean;
  restarts: () => number;
  wake: () => void;
  close: () => Promise<void>;
};

type Settings = {
  timeoutMs: number;
  thread: URL;
  linearOnly: Set<string>;
  nextBatch: () => Batch | undefined;
};
type PatternSet = { patterns: PatternDefinition[]; setVersion: string };
type LoadWaiter = { resolve: (refused: LoadedSet['refused']) => void; reject: (error: AppError) => void };

const MAX_HEAP_MB = 512;

/** One thread and everything that can befall it: hanging, running out of memory, crashing. Its work is not lost. */
export function createScanThread({ timeoutMs, thread, linearOnly, nextBatch }: Settings): ScanThread {
  const words = new Int32Array(new SharedArrayBuffer(beat.words * 4));
  const watchdog = createWatchdog({ words, timeoutMs, cpuMs, onOverrun: overrun });
  let worker = start();
  let wanted: PatternSet | null = null;
  let inThread: PatternSet = { patterns: [], setVersion: '' };
  const loadWaiters: LoadWaiter[] = [];
  let mustLoad = false;
  let doing: 'nothing' | 'load' | 'scan' = 'nothing';
  let batch: Batch | null = null;
  let restarts = 0;
  let closed = false;

  function start(): Worker {
    const started = new Worker(thread, {
      workerData: { memory: words.buffer, timeoutMs },
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
      execArgv: [],
      env: {},
    });
    started.on('message', (message: FromThread) => started === worker && answered(message));
    started.on('error', (error) => started === worker && crashed(error));
    // One that ends without a word has crashed as well.
    started.on('exit', (code) => started === worker && crashed(new Error(`The thread ended with ${code}`)));
    started.unref();
    return started;
  }

  async function cpuMs(): Promise<number> {
    const { user, system } = await worker.cpuUsage();
    return (user + system) / 1000;
  }

  function wake(): void {
    if (doing !== 'nothing' || closed) return;
    if (mustLoad && wanted !== null) {
      mustLoad = false;
      inThread = wanted;
      tell({ type: 'load', patterns: wanted.patterns, linearOnly: [...linearOnly] });
      return;
    }
    batch ??= nextBatch() ?? null;
    if (batch === null) return;
    if (wanted === null) failBatch(new AppError('unavailable', 'The scanner holds no patterns'));
    else tell({ type: 'scan', documents: batch.documents, linearOnly: [...linearOnly] });
  }

  function tell(message: ToThread): void {
    doing = message.type;
    Atomics.store(words, beat.document, -1);
    worker.ref();
    worker.postMessage(message);
    watchdog.start();
  }

  function rest(): void {
    doing = 'nothing';
    watchdog.stop();
    worker.unref();
  }

  function answered(message: FromThread): void {
    rest();
    for (const key of message.linearOnly) linearOnly.add(key);
    if (message.type === 'scanned') {
      batch?.resolve({ setVersion: inThread.setVersion, results: message.results });
      batch = null;
    } else if (!mustLoad) {
      for (const { resolve } of loadWaiters.splice(0)) resolve(message.refused);
    }
    wake();
  }

  function restart(): void {
    restarts += 1;
    void worker.terminate();
    rest();
    words.fill(0);
    worker = start();
    mustLoad = true;
    wake();
  }

  /** The pattern the thread hangs in goes on in linear time; if it already did, the document is given up. */
  function overrun(): void {
    const inSearch = Atomics.load(words, beat.step) % 2 !== 0;
    const pattern = inSearch ? inThread.patterns[Atomics.load(words, beat.pattern)] : undefined;
    const hungInLinear = Atomics.load(words, beat.linear) === 1;
    if (pattern !== undefined && !hungInLinear && !linearOnly.has(patternKey(pattern))) {
      linearOnly.add(patternKey(pattern));
    } else if (doing === 'scan') giveUpDocument('timeout');
    else failLoad(new AppError('unavailable', 'The patterns took too long to load'));
    restart();
  }

  function crashed(error: Error & { code?: string }): void {
    if (closed) return;
    if (doing === 'scan' && error.code === 'ERR_WORKER_OUT_OF_MEMORY') giveUpDocument('too_large');
    else {
      const failure = scanFailure(doing === 'scan' ? Atomics.load(words, beat.document) : -1, error);
      if (doing === 'load') failLoad(failure);
      failBatch(failure);
    }
    restart();
  }

  /** Among others it is for the caller to take it out: one after the other, such documents would hold up the rest. */
  function giveUpDocument(unscannable: 'timeout' | 'too_large'): void {
    if (batch === null) return;
    const index = Atomics.load(words, beat.document);
    if (batch.documents.length === 1) batch.documents = [{ unscannable }];
    else failBatch(scanFailure(index, new Error(unscannable)));
  }

  function failBatch(error: AppError): void {
    batch?.reject(error);
    batch = null;
  }

  /** Without its patterns a thread must not scan: it would find nothing and say so. */
  function failLoad(error: AppError): void {
    for (const { reject } of loadWaiters.splice(0)) reject(error);
    wanted = null;
  }

  return {
    load(patterns, setVersion) {
      return new Promise((resolve, reject) => {
        wanted = { patterns, setVersion };
        mustLoad = true;
        loadWaiters.push({ resolve, reject });
        wake();
      });
    },
    isIdle: () => doing === 'nothing',
    restarts: () => restarts,
    wake,
    async close() {
      closed = true;
      rest();
      const error = new AppError('unavailable', 'The scanner is shutting down');
      failLoad(error);
      failBatch(error);
      await worker.terminate();
    },
  };
}
