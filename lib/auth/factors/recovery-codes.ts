import { randomInt } from 'node:crypto';
import { keyedHash } from '#lib/platform/crypto.ts';
import type { Db } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { replaceRecoveryCodes } from './repo.ts';

const HOW_MANY = 10;
const GROUPS = 6;
/** Nothing that is read for something else. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

const group = (): string => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
/** 120 random bits: beyond guessing, so that a keyed hash is enough to keep (OWASP ASVS 5.0, 6.5.2). */
const makeCode = (): string => Array.from({ length: GROUPS }, group).join('-');

/** However it was copied. */
export const hashRecoveryCode = (code: string): Buffer =>
  keyedHash(code.toLowerCase().replace(/[^a-z0-9]/g, ''), 'recovery-code');

/** Ten new codes in place of all that were; told this once. */
export async function renewRecoveryCodes(db: Db, userId: string): Promise<string[]> {
  const codes = Array.from({ length: HOW_MANY }, makeCode);
  const kept = codes.map((code) => ({ id: uuidv7(), codeHash: hashRecoveryCode(code) }));
  await replaceRecoveryCodes(db, userId, kept);
  return codes;
}
