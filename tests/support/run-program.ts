import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '#lib/platform/free-port.ts';

export type Program = AsyncDisposable & {
  pid: number;
  isRunning: () => boolean;
  /** Sends the signal and answers how the program ended. */
  end: (signal: NodeJS.Signals) => Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

/** Starts one of the product's own programs, or of the tests', as a process and waits until it says that it is ready. */
export async function startProgram(script: string, env: Record<string, string>): Promise<Program> {
  const child = fork(script, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // The test runner sets DEV for purposes of its own.
    env: { ...process.env, NODE_ENV: 'production', DEV: '0', LOG_LEVEL: 'fatal', DEMO: '0', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await ready(child, script);
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const end: Program['end'] = async (signal) => {
    child.kill(signal);
    const [code, endedBy] = await exited;
    return { code, signal: endedBy };
  };
  return {
    pid: child.pid ?? 0,
    isRunning,
    end,
    [Symbol.asyncDispose]: async () => {
      if (isRunning()) await end('SIGKILL');
    },
  };
}

async function ready(child: ChildProcess, script: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code} before it was ready.`)));
  });
}

export async function startWebServer(
  databaseUrl: string,
  settings: Record<string, string> = {},
): Promise<Program & { origin: string }> {
  const port = await freePort();
  const program = await startProgram('server.ts', {
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    ...settings,
  });
  return { ...program, origin: `http://127.0.0.1:${port}` };
}

export function startWorker(databaseUrl: string): Promise<Program> {
  return startProgram('jobs/worker.ts', { DATABASE_URL: databaseUrl, OUTBOUND_ALLOW: '127.0.0.1/32' });
}
