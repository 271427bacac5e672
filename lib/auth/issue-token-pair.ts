import { signAccessToken } from './access-token.ts';
import type { Context } from './context.ts';
import { type SignInInput, signIn } from './sign-in.ts';

export type TokenPair = { access_token: string; refresh_token: string };

/** Signs in for the API: an access token for minutes and a refresh token that renews the pair. */
export async function issueTokenPair(ctx: Context, input: Omit<SignInInput, 'kind'>): Promise<TokenPair> {
  const { userId, sessionId, token } = await signIn(ctx, { ...input, kind: 'api' });
  return { access_token: await signAccessToken({ userId, sessionId }), refresh_token: token };
}
