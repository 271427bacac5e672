import type { Context } from '../context.ts';
import { isSelf } from '../is-self.ts';
import { requirePermission } from '../require-permission.ts';
import { requireUser } from '../require-user.ts';
import { countRecoveryCodes, findAuthenticator, findPasskeys, type PasskeyRow } from './repo.ts';
import type { Factors, Passkey } from './schema.ts';

const presentPasskey = (row: PasskeyRow): Passkey => ({
  id: row.id,
  name: row.name,
  backed_up: row.backedUp,
  created_at: row.createdAt.toISOString(),
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
});

/** What a user has besides his password; everybody may see his own. */
export async function listFactors(ctx: Context, userId: string): Promise<Factors> {
  if (!isSelf(ctx, userId)) requirePermission(ctx, 'users:read');
  await requireUser(ctx.db, userId);
  const authenticator = await findAuthenticator(ctx.db, userId);
  const passkeys = await findPasskeys(ctx.db, userId);
  return {
    totp: authenticator?.confirmedAt ? { confirmed_at: authenticator.confirmedAt.toISOString() } : null,
    passkeys: passkeys.map(presentPasskey),
    recovery_codes_left: await countRecoveryCodes(ctx.db, userId),
  };
}
