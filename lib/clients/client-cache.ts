import { cachedById } from '#lib/platform/cached-by-id.ts';
import { callerFilter } from './caller-filter.ts';
import { openSecretKey } from './client-secret.ts';
import { findClientWithSecrets } from './repo.ts';

/** A client as the hot path needs it, its secrets opened, newest first. */
export type CachedClient = {
  id: string;
  name: string;
  enabled: boolean;
  allowedCategories: readonly string[];
  /** Whether it may call from there. */
  mayCallFrom: (address: string | undefined) => boolean;
  scopes: readonly string[];
  oneTimeTokens: boolean;
  callsPerSecond: number | null;
  maxTokenLifetimeSeconds: number;
  expiresAtMs: number;
  secrets: readonly { id: string; secretKey: string; expiresAtMs: number }[];
};

const msOf = (at: Date | null): number => at?.getTime() ?? Number.POSITIVE_INFINITY;

async function read(id: string): Promise<CachedClient | null> {
  const row = await findClientWithSecrets(id);
  if (!row) return null;
  const secrets = row.secrets.map((secret) => ({
    id: secret.id,
    secretKey: openSecretKey(secret.sealed, secret.id),
    expiresAtMs: msOf(secret.expiresAt),
  }));
  const { addressRanges, ...client } = row;
  const mayCallFrom = callerFilter(addressRanges);
  return { ...client, mayCallFrom, expiresAtMs: msOf(row.expiresAt), secrets };
}

/** The client with this id unless it was deleted, at most a few seconds old. */
export const cachedClient = cachedById('client', read);
