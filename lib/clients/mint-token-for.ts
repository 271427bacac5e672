import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { openSecretKey } from './client-secret.ts';
import { mintClientToken } from './mint-client-token.ts';
import { findNewestSecret } from './repo.ts';
import { requireClient } from './require-client.ts';

export type TokenRequest = { clientId: string; lifetimeSeconds: number };

/**
 * A token in the client's name, with the client's own newest secret; it never lives longer than the client allows.
 * @throws AppError `conflict` when no token of this client would be accepted.
 */
export async function mintTokenFor(
  ctx: Context,
  { clientId, lifetimeSeconds }: TokenRequest,
): Promise<string> {
  requirePermission(ctx, 'clients:write');
  return inTransaction(ctx, async (tx) => {
    const client = await requireClient(tx.db, clientId);
    const now = clock.now();
    if (!client.enabled) throw new AppError('conflict', 'The client is disabled: enable it first.');
    if (client.expiresAt && client.expiresAt <= now)
      throw new AppError('conflict', 'The client has expired.');
    const secret = await findNewestSecret(tx.db, clientId, now);
    if (!secret) throw new AppError('conflict', 'The client has no secret that is still good.');
    const seconds = Math.min(lifetimeSeconds, client.maxTokenLifetimeSeconds);
    await recordAudit(tx, {
      action: 'clients.mint_token',
      subjectType: 'client',
      subjectId: clientId,
      after: { lifetime_seconds: seconds },
    });
    const secretKey = openSecretKey(secret.sealed, secret.id);
    return mintClientToken({ clientId, secretKey, lifetimeSeconds: seconds });
  });
}
