import { randomUUID } from 'node:crypto';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { keyedHash, randomToken } from '#lib/platform/crypto.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { makeSecretKey, sealSecretKey, tracesOf } from './client-secret.ts';
import { presentClient } from './present-client.ts';
import { insertClient } from './repo.ts';
import { CLIENT_DEFAULTS, type ClientInput, type CreatedClient } from './schema.ts';

/** Makes a client; the answer is the only one that tells its two secrets. @throws AppError `conflict`: the name is taken. */
export async function createClient(ctx: Context, given: ClientInput): Promise<CreatedClient> {
  requirePermission(ctx, 'clients:write');
  const [id, secretId] = [uuidv7(), uuidv7()];
  const [secretKey, secret] = [makeSecretKey(), randomToken(32)];
  return inTransaction(ctx, async (tx) => {
    const row = await refuseTaken('name', () =>
      insertClient(tx.db, {
        id,
        name: given.name,
        enabled: given.enabled ?? CLIENT_DEFAULTS.enabled,
        authId: randomUUID(),
        authSecretHash: new Uint8Array(keyedHash(secret, 'client-session-secret')),
        allowedCategories: given.allowed_categories ?? [],
        addressRanges: given.address_ranges ?? [],
        scopes: given.scopes ?? [],
        oneTimeTokens: given.one_time_tokens ?? false,
        callsPerSecond: given.calls_per_second ?? null,
        expiresAt: given.expires_at ?? null,
        maxTokenLifetimeSeconds:
          given.max_token_lifetime_seconds ?? CLIENT_DEFAULTS.max_token_lifetime_seconds,
        secrets: {
          create: { id: secretId, sealed: sealSecretKey(secretKey, secretId), ...tracesOf(secretKey) },
        },
      }),
    );
    const after = presentClient(row);
    await recordAudit(tx, { action: 'clients.create', subjectType: 'client', subjectId: id, after });
    await notifyChange(tx.db, 'client', id);
    return { ...after, secret_key: secretKey, secret };
  });
}
