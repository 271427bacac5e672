import { pino } from 'pino';
import { logLevel } from './env.ts';
import { processSingleton } from './singleton.ts';

const SECRET_KEYS = [
  'authorization',
  'authentication',
  'cookie',
  'password',
  'secret',
  'secret_key',
  'secretKey',
  'token',
  'access_token',
  'refresh_token',
];

type Described = {
  type: string;
  message: string;
  code?: unknown;
  stack?: string | undefined;
  cause?: Described;
};

/**
 * An error by its kind, its code and the last line of its message: what a database adds to that is the statement and
 * values of the row. Where it was thrown is told from `LOG_LEVEL=debug` on.
 */
export function describeError(error: unknown, level = logLevel()): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const message = error.message.trim().split('\n').at(-1)?.trim() ?? '';
  return {
    type: error.name,
    message,
    ...('code' in error ? { code: error.code } : {}),
    ...(level === 'debug' || level === 'trace' ? { stack: error.stack } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause, level) }),
  };
}

/** Structured lines on standard output; a known secret's name is never printed with its value. */
export const log = processSingleton('log', () =>
  pino({
    level: logLevel(),
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => describeError(error) },
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: '[redacted]',
    },
  }),
);
