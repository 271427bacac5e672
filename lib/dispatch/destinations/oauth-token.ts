import { setTimeout as wait } from 'node:timers/promises';
import { sha256 } from '#lib/platform/crypto.ts';
import type { OutboundResult } from '#lib/platform/fetch.ts';
import { createLru, type Lru } from '#lib/platform/lru.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { parseRetryAfter } from '../backoff.ts';
import type { Outcome, SendIo } from '../destination.ts';
import type { OAuth2 } from './auth-config.ts';

export type TokenFault = { kind: 'no_token'; outcome: Omit<Outcome, 'request'> };
type Token = { kind: 'token'; value: string; freshForMs: number };
/** `token` is null while it is asked for. */
type Kept = { asked: Promise<Token | TokenFault>; token: Token | null; freshUntil: number };

/** Where the answer does not say how long the token is good: it is not wrong for long, and a 401 asks anew at once. */
const UNTOLD_LIFETIME_S = 300;
/** A token is given up this long before its end, or in the last tenth of a short life. */
const MARGIN_S = 30;
const MAX_BYTES = 65_536;

const kept = (): Lru<string, Kept> => processSingleton('dispatch.oauth-tokens', () => createLru(1_000));

const keyOf = (auth: OAuth2): string =>
  sha256(
    JSON.stringify([
      auth.token_url,
      auth.client_id,
      auth.client_secret,
      auth.scopes ?? [],
      auth.audience ?? null,
      auth.client_auth,
    ]),
  ).toString('base64url');

/** The form encoding that RFC 6749 asks for, in the body and inside the Authorization header. */
const encoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

function requestFor(auth: OAuth2): { headers: Record<string, string>; body: string } {
  const { client_id, client_secret } = auth;
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (auth.scopes && auth.scopes.length > 0) form.set('scope', auth.scopes.join(' '));
  if (auth.audience !== undefined) form.set('audience', auth.audience);
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
    'user-agent': 'the-eye/1',
  };
  if (auth.client_auth === 'basic') {
    const pair = `${encoded(client_id)}:${encoded(client_secret)}`;
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  } else {
    form.set('client_id', client_id);
    form.set('client_secret', client_secret);
  }
  return { headers, body: form.toString() };
}

const fault = (result: Outcome['result'], error: string, more: Partial<Outcome> = {}): TokenFault => ({
  kind: 'no_token',
  outcome: { result, error, ...more },
});

function readToken(answer: OutboundResult, now: Date): Token | TokenFault {
  if (answer.kind === 'timed_out') return fault('timed_out', `The token endpoint: ${answer.reason}`);
  if (answer.kind !== 'answered') return fault('unreachable', `The token endpoint: ${answer.reason}`);
  const { status, headers, body } = answer;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {}
  const read = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<string, unknown>;
  if (status < 200 || status >= 300) {
    const retryAfterMs = parseRetryAfter(headers['retry-after'], now);
    const said = typeof read.error === 'string' ? `: ${read.error.slice(0, 100)}` : '';
    return fault('refused', `The token endpoint answered ${status}${said}.`, {
      response: body.slice(0, 4_000),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  const { access_token: value, token_type: type, expires_in: lifetime } = read;
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value))
    return fault('refused', `The token endpoint answered ${status} without an access token.`);
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer')
    return fault('refused', 'The token endpoint gave a token that is no bearer token.');
  const seconds = Number(lifetime) > 0 ? Number(lifetime) : UNTOLD_LIFETIME_S;
  return { kind: 'token', value, freshForMs: (seconds - Math.min(MARGIN_S, seconds / 10)) * 1_000 };
}

function ask(auth: OAuth2, io: SendIo): Kept {
  const entry: Kept = {
    freshUntil: Number.POSITIVE_INFINITY,
    token: null,
    asked: io
      .fetch(auth.token_url, { method: 'POST', ...requestFor(auth), maxResponseBytes: MAX_BYTES })
      .then((answer) => readToken(answer, io.now())),
  };
  const key = keyOf(auth);
  kept().set(key, entry);
  const forget = (): void => {
    if (kept().get(key) === entry) kept().delete(key);
  };
  entry.asked.then((answer) => {
    if (answer.kind !== 'token') return forget();
    entry.token = answer;
    entry.freshUntil = performance.now() + answer.freshForMs;
  }, forget);
  return entry;
}

/**
 * The access token of these credentials: the one that is kept until shortly before its end, or a new one, which
 * deliveries of the same moment ask for once.
 */
export async function accessToken(auth: OAuth2, io: SendIo): Promise<Token | TokenFault> {
  const known = kept().get(keyOf(auth));
  const { token, asked } = known && performance.now() < known.freshUntil ? known : ask(auth, io);
  if (token) return token;
  // Somebody else may have asked, with more time left than this attempt has.
  const soon = new AbortController();
  const late = wait(io.remainingMs(), fault('timed_out', 'The token endpoint took too long.'), {
    signal: soon.signal,
  });
  late.catch(() => undefined);
  return Promise.race([asked, late]).finally(() => soon.abort());
}

/** Forgets a token that was refused, unless a newer one is there already. */
export function forgetToken(auth: OAuth2, value: string): void {
  const key = keyOf(auth);
  if (kept().get(key)?.token?.value === value) kept().delete(key);
}
