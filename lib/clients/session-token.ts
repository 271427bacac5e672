import { timingSafeEqual } from 'node:crypto';
import { keyedHash } from '#lib/platform/crypto.ts';

const FORM = /^cs1\.([\w-]{1,600})\.([\w-]{43})$/;

/** What the access token of a client's session says; `expiresAtMs` is Unix time. */
export type SessionToken = { sessionId: string; clientId: string; network: string; expiresAtMs: number };

const sign = (text: string): Buffer => keyedHash(text, 'client-session-access');

/** By its form alone: no JWT looks like this, so that no family of tokens is ever read as another. */
export const isSessionToken = (token: string): boolean => token.startsWith('cs1.');

export function makeSessionToken({ sessionId, clientId, network, expiresAtMs }: SessionToken): string {
  const claims = JSON.stringify([sessionId, clientId, network, expiresAtMs]);
  const text = `cs1.${Buffer.from(claims).toString('base64url')}`;
  return `${text}.${sign(text).toString('base64url')}`;
}

/** Reads a token that this server made, or answers null; whether it still counts is another question. */
export function readSessionToken(token: string): SessionToken | null {
  const [, claims, signature] = FORM.exec(token) ?? [];
  if (claims === undefined || signature === undefined) return null;
  const given = Buffer.from(signature, 'base64url');
  // The last character has bits to spare: one spelling counts.
  if (given.toString('base64url') !== signature || !timingSafeEqual(given, sign(`cs1.${claims}`)))
    return null;
  const [sessionId, clientId, network, expiresAtMs] = JSON.parse(
    Buffer.from(claims, 'base64url').toString('utf8'),
  ) as [string, string, string, number];
  return { sessionId, clientId, network, expiresAtMs };
}
