import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#lib/platform/free-port.ts';

const EMAIL = 'bench@example.com';
const PASSWORD = 'a-password-for-the-bench-alone';

export type Product = {
  url: string;
  administrator: { email: string; password: string };
  databaseUrl: string;
  dataDir: string;
  pids: { web: number; worker: number; postgres: number };
  /** Where a program of it listens for the inspector once it gets SIGUSR1. */
  inspectorPort: number;
  /** Calls the API as the administrator. */
  call: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  /** Halts the worker, so that what is measured meanwhile is the web server alone; answers how to let it go on. */
  pauseWorker: () => () => void;
  stop: () => Promise<void>;
};

const firstLine = (text: string): number => Number(text.split('\n', 1)[0]);

/** The supervised program of this name. */
function pidOf(parent: number | undefined, program: string): number {
  return firstLine(execFileSync('pgrep', ['-P', String(parent), '-f', program], { encoding: 'utf8' }));
}

async function databaseUrlOf(dataDir: string): Promise<string> {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  const { port, password } = JSON.parse(await readFile(join(dataDir, 'postgres.json'), 'utf8'));
  return `postgresql://eye:${password}@127.0.0.1:${port}/eye`;
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('The Eye is ready.')) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The product ended with ${code}:\n${output}`)));
  });
}

/** Starts the whole product as a user would, on free ports and a fresh data folder, without the demo. */
export async function startProduct(options: { allow: string }): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'the-eye-'));
  const [port, inspectorPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ['bin/start.ts'], {
    env: {
      ...process.env,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --inspect-port=127.0.0.1:${inspectorPort}`.trim(),
      PORT: String(port),
      DATA_DIR: dataDir,
      DEMO: '0',
      ADMIN_EMAIL: EMAIL,
      ADMIN_PASSWORD: PASSWORD,
      OUTBOUND_ALLOW: options.allow,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await untilReady(child);
  const url = `http://127.0.0.1:${port}`;
  const signIn = async (): Promise<string> => {
    const answer = await fetch(`${url}/api/v1/auth_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  let token = await signIn();
  return {
    url,
    administrator: { email: EMAIL, password: PASSWORD },
    databaseUrl: await databaseUrlOf(dataDir),
    dataDir,
    inspectorPort,
    pids: {
      web: pidOf(child.pid, 'server.ts'),
      worker: pidOf(child.pid, 'jobs/worker.ts'),
      postgres: firstLine(await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')),
    },
    call: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const ask = (): Promise<Response> =>
        fetch(url + path, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      let response = await ask();
      if (response.status === 401) {
        // A run outlasts a token.
        token = await signIn();
        response = await ask();
      }
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    pauseWorker: () => {
      const pid = pidOf(child.pid, 'jobs/worker.ts');
      process.kill(pid, 'SIGSTOP');
      return () => process.kill(pid, 'SIGCONT');
    },
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
