import { requireAskerOfAll } from '#lib/auth/authz/require-asker.ts';
import type { Context } from '#lib/auth/context.ts';
import { describeAccessToken, describeRefreshToken, type TokenFacts } from '#lib/auth/describe-token.ts';
import {
  describeIssuedToken,
  describeOwnToken,
  describeSessionRefreshToken,
  describeSessionToken,
} from './describe-client-token.ts';
import { oauthFault } from './oauth-fault.ts';

/** By family, which one token is never two of: each answers null for what is not of its own. */
const DESCRIBERS: readonly ((token: string) => Promise<TokenFacts | null>)[] = [
  describeAccessToken,
  describeIssuedToken,
  describeOwnToken,
  describeRefreshToken,
  describeSessionToken,
  describeSessionRefreshToken,
];

type Introspection = { active: false } | ({ active: true } & TokenFacts);

/**
 * What a token is good for at the moment; of one that is not, nothing but that (RFC 7662 section 2.2).
 * @throws AppError `forbidden` for whoever may not ask what others may do.
 */
export async function introspectToken(ctx: Context, token: string | undefined): Promise<Introspection> {
  requireAskerOfAll(ctx);
  if (token === undefined) throw oauthFault('invalid_request', 'token is missing.');
  for (const factsOf of DESCRIBERS) {
    const facts = await factsOf(token);
    if (facts) return { active: true, ...facts };
  }
  return { active: false };
}
