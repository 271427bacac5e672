import { z } from 'zod';
import { processSingleton } from './singleton.ts';

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');
const port = z.coerce.number().int().min(1).max(65535);
const HOST_NAMED = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d+)?$/i;
const hosts = z
  .string()
  .transform((value) => value.split(',').map((host) => host.trim()))
  .refine((all) => all.every((host) => HOST_NAMED.test(host)), 'host or host:port, separated by commas');
const secret = z.string().min(32, 'at least 32 characters');

/** Every variable the product reads; `.env.example` lists the same names. */
export const EnvSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Hosts that requests may name besides that of `PUBLIC_URL`. */
  ALLOWED_HOSTS: hosts.default([]),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  SESSION_SECRET: secret,
  /** `version:base64 of 32 bytes`, newest first, several separated by commas. */
  ENCRYPTION_KEYS: z
    .string()
    .regex(
      /^\d+:[A-Za-z0-9+/]{43}=(,\d+:[A-Za-z0-9+/]{43}=)*$/,
      'version:base64-of-32-bytes, separated by commas',
    ),
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().min(8).max(128).optional(),
  /** Whether strangers may make themselves a user, who then holds no right. */
  REGISTRATION: z.enum(['open', 'closed']).default('closed'),
  /** From where a user's refresh token is taken: the address of the sign-in, its network, or anywhere, with a note. */
  ADDRESS_BINDING: z.enum(['strict', 'prefix', 'observe']).default('prefix'),
  /** SHA-1 digests of stolen passwords, sorted, one a line: no new password may be among them. */
  BREACHED_PASSWORDS_FILE: z.string().startsWith('/', 'an absolute path').optional(),
  DEMO: flag.default(true),
  DEMO_PORT: port.default(4010),
  /** How many reverse proxies stand in front; their `X-Forwarded-For` entries are believed from the right. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** `host:port` or address ranges that deliveries may reach although they are private, separated by commas. */
  OUTBOUND_ALLOW: z.string().default(''),
  /** Where Slack answers. */
  SLACK_API_URL: z.url({ protocol: /^https?$/ }).default('https://slack.com/api/'),
  /** A queue of Amazon SQS that others put scanning jobs into, with the key that reads it. */
  SLACK_QUEUE_URL: z.url({ protocol: /^https?$/ }).optional(),
  SLACK_QUEUE_REGION: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .optional(),
  SLACK_QUEUE_ACCESS_KEY_ID: z.string().regex(/^\w+$/).optional(),
  SLACK_QUEUE_SECRET_ACCESS_KEY: z
    .string()
    .regex(/^[\w/+=-]+$/)
    .optional(),
  /** The folder from which such jobs may name files. */
  SLACK_QUEUE_FILES: z.string().startsWith('/', 'an absolute path').optional(),
  /** Whoever scrapes the metrics shows it; without it there are none. */
  METRICS_TOKEN: z.string().min(16, 'at least 16 characters').optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  DEV: flag.default(false),
});

export type Env = z.infer<typeof EnvSchema>;

/**
 * Parses the environment.
 * @throws Error with one line that names every variable at fault and why; values are never repeated.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = EnvSchema.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `${name} ${given[name] === undefined ? 'is not set' : `is not valid (${issue.message})`}`;
  });
  throw new Error(`Configuration refused: ${[...new Set(faults)].join('; ')}. See .env.example.`);
}

/** The environment of this process, parsed once. */
export function env(): Env {
  return processSingleton('env', () => parseEnv(process.env));
}

/** The log level alone: logging has to work before, and whether or not, the rest of the environment is sound. */
export function logLevel(): Env['LOG_LEVEL'] {
  const level = EnvSchema.shape.LOG_LEVEL.safeParse(process.env.LOG_LEVEL || undefined);
  return level.success ? level.data : 'info';
}
