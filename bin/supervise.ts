import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { AppError } from '#lib/platform/errors.ts';
import { type LogFile, openLogFile } from './log-file.ts';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 20_000;
/** A process that lived this long had started well: the next delay is the first one again. */
const STEADY_MS = 60_000;
const STOP_MS = 25_000;
const REPEAT_MS = 10_000;

export type Program = {
  name: string;
  script: string;
  env: Readonly<Record<string, string>>;
  logFolder: string;
  /** Everything the program says goes to the terminal as well, not only its warnings. */
  talkative: boolean;
};

export type Supervised = {
  /** Settles when the program first says it is ready, or ends before that. */
  ready: Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
  kill(): void;
};

/** Keeps a program of the product running: its lines go to its log file, and after a crash it is started again. */
export function supervise(program: Program): Supervised {
  const logPath = join(program.logFolder, `${program.name}.log`);
  const log = openLogFile(logPath);
  const echo = makeEcho(program);
  let child: ChildProcess | null = null;
  /** Its end is wanted: for a restart, or for good. */
  let ending = false;
  let stopped = false;
  let delayMs = FIRST_DELAY_MS;
  let retry: NodeJS.Timeout | undefined;
  let wasReady = false;
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  ready.catch(() => undefined);

  function start(): void {
    const startedAt = Date.now();
    const started = launch(program);
    child = started;
    follow(started.stdout, log, (line) => echo(line, false));
    follow(started.stderr, log, (line) => echo(line, true));
    started.on('message', (message) => {
      if (!isReady(message)) return;
      wasReady = true;
      resolve();
    });
    started.once('error', reject);
    started.once('exit', (code, signal) => {
      child = null;
      if (ending) return;
      const how = `${program.name} ended unexpectedly (${signal ?? `code ${code}`}), see ${logPath}`;
      // The first start may still be refused; later on the program is brought back.
      if (!wasReady) return reject(new AppError('unavailable', how));
      delayMs = Date.now() - startedAt > STEADY_MS ? FIRST_DELAY_MS : Math.min(delayMs * 2, LONGEST_DELAY_MS);
      console.error(`${how}; starting it again in ${delayMs / 1000} s`);
      retry = setTimeout(start, delayMs);
    });
  }

  async function end(): Promise<void> {
    ending = true;
    clearTimeout(retry);
    if (!child) return;
    const running = child;
    const ended = new Promise((done) => running.once('exit', done));
    running.kill('SIGTERM');
    const late = setTimeout(() => running.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(late);
  }

  start();
  return {
    ready,
    async restart() {
      await end();
      if (stopped) return;
      ending = false;
      start();
    },
    async stop() {
      stopped = true;
      await end();
      await log.close();
    },
    kill() {
      ending = true;
      stopped = true;
      child?.kill('SIGKILL');
    },
  };
}

function launch({ script, env }: Program): ChildProcess {
  // A group of its own: Ctrl-C reaches the launcher alone, which then stops its programs in the right order.
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
  });
}

function follow(stream: Readable | null, log: LogFile, each: (line: string) => void): void {
  if (!stream) return;
  createInterface({ input: stream }).on('line', (line) => {
    log.writeLine(line);
    each(line);
  });
}

/** Warnings and worse go to the terminal, each sentence at most once in ten seconds. */
function makeEcho({ name, talkative }: Program): (line: string, isError: boolean) => void {
  const said = new Map<string, number>();
  return (line, isError) => {
    const text = worthSaying(line, isError || talkative);
    const now = Date.now();
    if (text === null || now - (said.get(text) ?? 0) < REPEAT_MS) return;
    if (said.size > 100) said.clear();
    said.set(text, now);
    console.error(`${name}: ${text}`);
  };
}

function worthSaying(line: string, plainToo: boolean): string | null {
  if (!line.startsWith('{')) return plainToo && line.trim() !== '' ? line : null;
  try {
    const entry = JSON.parse(line) as { level?: string; msg?: string; err?: { message?: string } };
    if (!['warn', 'error', 'fatal'].includes(entry.level ?? '')) return null;
    return [entry.level, entry.msg, entry.err?.message].filter(Boolean).join(': ');
  } catch {
    return plainToo ? line : null;
  }
}

function isReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}
