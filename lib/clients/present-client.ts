import { clock } from '#lib/platform/clock.ts';
import { oldSecretOf } from '#lib/platform/old-secret.ts';
import type { ClientRow } from './repo.ts';
import type { Client, ClientScope } from './schema.ts';

function oldSecretShare({ secrets }: ClientRow): number | null {
  const old = oldSecretOf(secrets, clock.now());
  const calls = secrets.reduce((sum, secret) => sum + Number(secret.calls), 0);
  return old && calls > 0 ? Number(old.calls) / calls : null;
}

/** A client as the API tells it: of its secrets no more than what tells them apart. */
export function presentClient(row: ClientRow): Client {
  return {
    client_id: row.id,
    name: row.name,
    enabled: row.enabled,
    auth_id: row.authId,
    allowed_categories: row.allowedCategories,
    address_ranges: row.addressRanges,
    scopes: row.scopes as ClientScope[],
    one_time_tokens: row.oneTimeTokens,
    calls_per_second: row.callsPerSecond,
    max_token_lifetime_seconds: row.maxTokenLifetimeSeconds,
    expires_at: row.expiresAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    secrets: row.secrets.map((secret) => ({
      id: secret.id,
      prefix: secret.prefix,
      last_four: secret.lastFour,
      created_at: secret.createdAt.toISOString(),
      expires_at: secret.expiresAt?.toISOString() ?? null,
      last_used_at: secret.lastUsedAt?.toISOString() ?? null,
      calls: Number(secret.calls),
    })),
    old_secret_share: oldSecretShare(row),
  };
}
