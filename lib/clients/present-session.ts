import type { SessionTokens } from './schema.ts';
import type { SessionPair } from './session-pair.ts';

export function presentSession(pair: SessionPair): SessionTokens {
  return {
    id: pair.sessionId,
    access_token: pair.accessToken,
    access_token_expires_at: pair.accessTokenExpiresAt.toISOString(),
    refresh_token: pair.refreshToken,
    refresh_token_expires_at: pair.refreshTokenExpiresAt.toISOString(),
    started_at: pair.startedAt.toISOString(),
  };
}
