import { refreshClientSession } from '#lib/clients/refresh-client-session.ts';
import { EarlierRefreshInput } from '#lib/clients/schema.ts';
import { earlierPreflight, earlierSessionEndpoint } from '#lib/http/earlier-session-endpoint.ts';

export const POST = earlierSessionEndpoint({
  body: EarlierRefreshInput,
  status: 200,
  words: {
    unauthenticated: 'Provided refresh token was expired, need to create new session',
    forbidden: 'IP address was changed, need to create new session',
  },
  run: (ctx, { refreshToken }) => refreshClientSession(ctx, refreshToken),
});
export const OPTIONS = earlierPreflight;
