import { type AllowList, parseAllowList } from '#lib/platform/address.ts';
import { type PeerAnswer, startHttpPeer } from './peer-http.ts';

type TokenCall = { authorization: string | undefined; form: URLSearchParams };
export type TokenPeer = AsyncDisposable & {
  url: string;
  allow: AllowList;
  port: number;
  calls: TokenCall[];
  /** Replaces what the next calls are answered with. */
  answer: (next: PeerAnswer) => void;
  /** The token of the latest answer of its own. */
  latest: () => string;
};

/** An OAuth 2.0 token endpoint (RFC 6749 section 4.4): each call gets a new token. */
export async function startTokenPeer(expiresIn: number | undefined = 3_600): Promise<TokenPeer> {
  const calls: TokenCall[] = [];
  let issued = 0;
  const latest = (): string => `access-token-${issued}`;
  const issue: PeerAnswer = (_call, response) => {
    issued += 1;
    const token = { access_token: latest(), token_type: 'Bearer', expires_in: expiresIn };
    // Slow enough for those of the same moment to meet.
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(token));
    }, 30);
  };
  let answer = issue;
  const http = await startHttpPeer((call, response) => {
    calls.push({ authorization: call.headers.authorization, form: new URLSearchParams(call.body) });
    answer(call, response);
  });
  return {
    url: `${http.origin}/token`,
    allow: parseAllowList(`127.0.0.1:${http.port}`),
    port: http.port,
    calls,
    answer: (next) => {
      answer = next;
    },
    latest,
    [Symbol.asyncDispose]: () => http[Symbol.asyncDispose](),
  };
}
