import { clock } from '#lib/platform/clock.ts';
import { oldSecretOf } from '#lib/platform/old-secret.ts';
import type { SourceRow } from './repo.ts';
import type { Source, SourceScheme } from './schema.ts';
import { canSign } from './sign-call.ts';

function oldSecretShare({ secrets }: SourceRow): number | null {
  const old = oldSecretOf(secrets, clock.now());
  const calls = secrets.reduce((sum, secret) => sum + Number(secret.calls), 0);
  return old && calls > 0 ? Number(old.calls) / calls : null;
}

/** A source as the API tells it: of its secrets no more than what tells them apart. */
export function presentSource(row: SourceRow): Source {
  return {
    id: row.id,
    name: row.name,
    scheme: row.scheme as SourceScheme,
    enabled: row.enabled,
    category: row.category,
    own_application_id: row.ownApplicationId,
    settings: row.settings as Record<string, unknown>,
    path: `/api/v1/webhooks/${row.name}`,
    can_sign: canSign(row),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    secrets: row.secrets.map((secret) => ({
      id: secret.id,
      last_four: secret.lastFour,
      created_at: secret.createdAt.toISOString(),
      expires_at: secret.expiresAt?.toISOString() ?? null,
      last_used_at: secret.lastUsedAt?.toISOString() ?? null,
      calls: Number(secret.calls),
    })),
    old_secret_share: oldSecretShare(row),
  };
}
