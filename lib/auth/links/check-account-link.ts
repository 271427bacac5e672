import type { Context } from '../context.ts';
import { requireLink, throttleLink } from './require-link.ts';
import type { AccountLink, LinkToken } from './schema.ts';

/** What a link is good for; it stays as good as it was. @throws AppError `not_found`, `rate_limited`. */
export async function checkAccountLink(ctx: Context, { token }: LinkToken): Promise<AccountLink> {
  await throttleLink(ctx.address);
  const { purpose, user, expiresAt } = await requireLink(ctx.db, token);
  return {
    purpose: purpose as AccountLink['purpose'],
    email: user.email,
    name: user.name,
    expires_at: expiresAt.toISOString(),
  };
}
