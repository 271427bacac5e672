import { BLOCKED, CONNECT_TIMEOUT_MS } from './outbound-guard.ts';

/** Why no connection came about, or one broke, in words for people. */
export type ConnectionFailure = { kind: 'blocked' | 'unreachable' | 'timed_out'; reason: string };

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was cut.',
  EPIPE: 'The connection was cut.',
  UND_ERR_SOCKET: 'The connection was cut before the answer was complete.',
  ENOTFOUND: 'The name does not exist.',
  EAI_AGAIN: 'The name could not be resolved at the moment.',
  EHOSTUNREACH: 'There is no route to the address.',
  ENETUNREACH: 'There is no route to the address.',
  UND_ERR_HEADERS_OVERFLOW: 'The headers of the answer are too large.',
};

export function describeFailure(error: unknown): ConnectionFailure {
  const {
    code = '',
    message = String(error),
    name,
  } = error as { code?: string; message?: string; name?: string };
  if (code === BLOCKED) return { kind: 'blocked', reason: message };
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return { kind: 'timed_out', reason: `No connection within ${CONNECT_TIMEOUT_MS / 1000} s.` };
  }
  // OpenSSL's own words hold places in its source.
  const [, tlsFault] = /^ERR_SSL_(\w+)$/.exec(code) ?? [];
  if (tlsFault !== undefined) {
    const words = tlsFault.toLowerCase().replaceAll('_', ' ');
    return { kind: 'unreachable', reason: `TLS could not be agreed on: ${words}.` };
  }
  if (name === 'HTTPParserError')
    return { kind: 'unreachable', reason: `The answer is not HTTP: ${message}.` };
  return { kind: 'unreachable', reason: REASONS[code] ?? `${message}${code && ` (${code})`}` };
}
