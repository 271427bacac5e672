import { refreshTokens } from '#lib/platform/refresh-token.ts';

/** The refresh tokens of users' sessions. */
export const userRefreshTokens = refreshTokens({ prefix: 'rt1.', purpose: 'refresh-token' });
