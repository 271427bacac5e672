import type { OutboundResult } from '#lib/platform/fetch.ts';
import type { SendIo } from '../destination.ts';
import type { Auth } from './auth-config.ts';
import { accessToken, forgetToken, type TokenFault } from './oauth-token.ts';

type Call = (headers: Readonly<Record<string, string>>) => Promise<OutboundResult>;
export type Authorised = {
  result: OutboundResult | TokenFault;
  /** What was sent as credentials, to be hidden where it is echoed. */
  sent: readonly string[];
};

/** Makes the call as `auth` says. A token that is refused is asked for anew, once. */
export async function callAuthorised(auth: Auth, io: SendIo, call: Call): Promise<Authorised> {
  if (auth.type === 'none') return { result: await call({}), sent: [] };
  if (auth.type === 'basic') {
    const pair = Buffer.from(`${auth.username}:${auth.password}`).toString('base64');
    return { result: await call({ authorization: `Basic ${pair}` }), sent: [pair] };
  }
  const sent: string[] = [];
  const withToken = async (): Promise<OutboundResult | TokenFault> => {
    const token = await accessToken(auth, io);
    if (token.kind === 'no_token') return token;
    sent.push(token.value);
    return call({ authorization: `Bearer ${token.value}` });
  };
  const first = await withToken();
  if (first.kind !== 'answered' || first.status !== 401) return { result: first, sent };
  forgetToken(auth, sent[0] as string);
  return { result: await withToken(), sent };
}
