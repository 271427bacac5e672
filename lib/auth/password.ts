import { availableParallelism } from 'node:os';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { keyedHash, randomToken } from '#lib/platform/crypto.ts';
import { createGate, type Gate } from '#lib/platform/gate.ts';
import { processSingleton } from '#lib/platform/singleton.ts';

/** OWASP's argon2id setting of least memory; about 5 ms a hash. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash in the same shape that no password opens: an unknown account costs as much time as a known one. */
const DECOY =
  '$argon2id$v=19$m=19456,t=2,p=1$dGhlLWV5ZS1kZWNveS1zYQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** One core stays free: a storm of sign-ins leaves the rest of the process its air. */
const gate = (): Gate =>
  processSingleton('password-gate', () =>
    createGate({ running: Math.max(1, availableParallelism() - 1), waiting: 50 }),
  );

/** The password never reaches the hash as it is: without the server's key a stolen table cannot even be tried. */
const peppered = (password: string): string => keyedHash(password, 'password').toString('base64url');

export function hashPassword(password: string): Promise<string> {
  return gate()(() => hash(peppered(password), COST));
}

/** Compares with the kept hash, or with the decoy where there is none. @throws AppError `unavailable` when overloaded. */
export function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  return gate()(() => verify(passwordHash ?? DECOY, peppered(password)));
}

/** Whether the hash was made at another cost than today's. */
export function needsRehash(passwordHash: string): boolean {
  const made = parseOptions(passwordHash);
  return made.memoryCost !== COST.memoryCost || made.timeCost !== COST.timeCost;
}

/** A first password, to be changed by its owner: 120 random bits. */
export function makePassword(): string {
  return randomToken(15);
}
