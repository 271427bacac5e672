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

/** Structured lines on standard output; a known secret's name is never printed with its value. */
export const log = processSingleton('log', () =>
  pino({
    level: logLevel(),
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: '[redacted]',
    },
  }),
);
