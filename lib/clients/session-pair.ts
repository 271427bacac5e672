import { keyedHash } from '#lib/platform/crypto.ts';
import { refreshTokens } from '#lib/platform/refresh-token.ts';
import type { ClientSessionRow } from './session-repo.ts';
import { makeSessionToken } from './session-token.ts';

export const clientRefreshTokens = refreshTokens({ prefix: 'crt1.', purpose: 'client-refresh-token' });

const ACCESS_MS = 15 * 60_000;
const IDLE_MS = 24 * 3_600_000;
const ABSOLUTE_MS = 30 * 86_400_000;

/** The access token and the refresh token of a session, as they were made together. */
export type SessionPair = {
  sessionId: string;
  /** Names this pair: the session's own id for the first, another one after each refresh. */
  pairId: string;
  accessToken: string;
  accessTokenExpiresAt: Date;
  refreshToken: string;
  refreshTokenExpiresAt: Date;
  startedAt: Date;
};

/** When a session is over that is renewed now and never again. */
export function endOfSession(createdAt: Date, now: Date): Date {
  return new Date(Math.min(now.getTime() + IDLE_MS, createdAt.getTime() + ABSOLUTE_MS));
}

function pairIdOf(sessionId: string, counter: number): string {
  if (counter === 0) return sessionId;
  const hex = keyedHash(`${sessionId}:${counter}`, 'client-session-pair').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The pair follows from the row and the refresh token: whoever repeats a refresh gets the same one again. */
export function pairOf(
  session: Pick<ClientSessionRow, 'id' | 'clientId' | 'network' | 'refreshedAt' | 'expiresAt'>,
  refreshToken: string,
): SessionPair {
  const { id, clientId, network, refreshedAt, expiresAt } = session;
  const counter = clientRefreshTokens.parse(refreshToken)?.counter ?? 0;
  const expiresAtMs = Math.min(refreshedAt.getTime() + ACCESS_MS, expiresAt.getTime());
  return {
    sessionId: id,
    pairId: pairIdOf(id, counter),
    accessToken: makeSessionToken({ sessionId: id, clientId, network, expiresAtMs }),
    accessTokenExpiresAt: new Date(expiresAtMs),
    refreshToken,
    refreshTokenExpiresAt: expiresAt,
    startedAt: refreshedAt,
  };
}
