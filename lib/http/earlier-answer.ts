import { STATUS_CODES } from 'node:http';
import type { PlainResponse } from './problem.ts';

type Fault = { path: string; message: string };

/**
 * An error as the clients of `/api/user-sessions` and `/api/events` read it, inside the problem: `statusCode`,
 * `message` (of a broken body: one line per fault) and `error`. A broken body is 400 there.
 */
export function earlierAnswer(problem: PlainResponse, words: string | null = null): PlainResponse {
  const given = JSON.parse(problem.body) as { detail: string; errors?: Fault[] };
  const status = problem.status === 422 ? 400 : problem.status;
  const error = STATUS_CODES[status];
  const lines = (given.errors ?? [{ path: '', message: given.detail }]).map(({ path, message }) =>
    `${path} ${message}`.trim(),
  );
  const message = words ?? (status === 400 ? lines : given.detail);
  const members = { statusCode: status, message, ...(status === 401 ? {} : { error }) };
  return { ...problem, status, body: JSON.stringify({ ...given, status, ...members }) };
}
