import type { Context } from '#lib/auth/context.ts';
import { isRefusal } from '#lib/platform/compact-jwt.ts';
import { parseClientToken } from './client-token.ts';
import { mintTokenFor } from './mint-token-for.ts';
import type { TestToken } from './schema.ts';

const LIFETIME_SECONDS = 900;

/** A token of this client for a quarter of an hour, for trying things. */
export async function mintTestToken(ctx: Context, clientId: string): Promise<TestToken> {
  const token = await mintTokenFor(ctx, { clientId, lifetimeSeconds: LIFETIME_SECONDS });
  const parsed = parseClientToken(token);
  if (isRefusal(parsed)) throw new Error(`A token made here is refused: ${parsed.refused}.`);
  return { token, expires_at: new Date(parsed.exp * 1_000).toISOString() };
}
