import { type ChildProcess, fork } from 'node:child_process';
import type { AuthzAnswer, AuthzQuestion } from './authz-program.ts';

type Question = AuthzQuestion extends infer Q ? (Q extends AuthzQuestion ? Omit<Q, 'id'> : never) : never;
export type AuthzProcess = AsyncDisposable & {
  ask: (question: Question) => Promise<AuthzAnswer>;
  signal: (signal: NodeJS.Signals) => void;
};

/** A process that follows who may do what in a database, and can be asked. */
export async function startAuthzProcess(databaseUrl: string): Promise<AuthzProcess> {
  const child: ChildProcess = fork(new URL('./authz-program.ts', import.meta.url), {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (answer: AuthzAnswer) => void>();
  let last = 0;
  const ready = new Promise<AuthzAnswer>((resolve) => waiting.set(0, resolve));
  child.on('message', (answer: AuthzAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  await Promise.race([
    ready,
    new Promise((_, reject) => child.once('exit', (code) => reject(new Error(`It ended with ${code}.`)))),
  ]);
  return {
    ask: (question) => {
      const id = ++last;
      const answered = new Promise<AuthzAnswer>((resolve) => waiting.set(id, resolve));
      child.send({ id, ...question });
      return answered;
    },
    signal: (signal) => void child.kill(signal),
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
}
