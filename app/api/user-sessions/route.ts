import { openClientSession } from '#lib/clients/open-client-session.ts';
import { EarlierSessionInput } from '#lib/clients/schema.ts';
import { earlierPreflight, earlierSessionEndpoint } from '#lib/http/earlier-session-endpoint.ts';

export const POST = earlierSessionEndpoint({
  body: EarlierSessionInput,
  status: 201,
  words: {
    unauthenticated: 'Provided secret is not valid',
    forbidden: 'IP address is not known, cannot create session',
  },
  run: openClientSession,
});
export const OPTIONS = earlierPreflight;
