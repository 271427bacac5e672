import { type FSWatcher, watch } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { env } from '#lib/platform/env.ts';
import { type Supervised, supervise } from './supervise.ts';

const POLL_MS = 100;
const SETTLE_MS = 200;

export type Programs = { ready(): Promise<void>; stop(): Promise<void>; kill(): void };

/** Starts the web server, the worker and, for the demo, the destinations they deliver to. */
export function startPrograms(options: { logFolder: string; dev: boolean }): Programs {
  const { logFolder, dev } = options;
  const mode = { NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const run = (name: string, script: string) =>
    supervise({ name, script, env: mode, logFolder, talkative: dev });
  const web = run('web', 'server.ts');
  const worker = run('worker', 'jobs/worker.ts');
  const demo = env().DEMO ? [run('demo', 'bin/demo.ts')] : [];
  const all = [web, worker, ...demo];
  const watchers = dev ? reloadOnChange(web, worker) : [];
  return {
    async ready() {
      await Promise.all(all.map((program) => program.ready));
      await untilHealthy();
    },
    // What takes work in ends before what does the work, and that before what it calls.
    async stop() {
      for (const watcher of watchers) watcher.close();
      for (const program of all) await program.stop();
    },
    kill() {
      for (const program of all) program.kill();
    },
  };
}

async function untilHealthy(): Promise<void> {
  const { HOST, PORT } = env();
  const reached = ['0.0.0.0', '::'].includes(HOST) ? '127.0.0.1' : HOST;
  const host = reached.includes(':') ? `[${reached}]` : reached;
  for (;;) {
    const healthy = await fetch(`http://${host}:${PORT}/api/health/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    await delay(POLL_MS);
  }
}

/** The framework reloads pages by itself; what Node loaded directly needs a new process. */
function reloadOnChange(web: Supervised, worker: Supervised): FSWatcher[] {
  const restartWeb = settled(() => web.restart());
  const restartWorker = settled(() => worker.restart());
  return [
    watch('lib', { recursive: true }, () => {
      restartWeb();
      restartWorker();
    }),
    watch('server.ts', restartWeb),
    watch('jobs', { recursive: true }, restartWorker),
  ];
}

/** One restart for a burst of changes, and never two at once. */
function settled(restart: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(restart);
    }, SETTLE_MS);
  };
}
