import type { SourceActor } from '#lib/auth/context.ts';
import { cachedById } from '#lib/platform/cached-by-id.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import type { Db } from '#lib/platform/db.ts';
import { findCalledSource } from './repo.ts';
import type { SourceScheme } from './schema.ts';
import { openSourceSecret } from './source-secret.ts';

/** A source as its calls need it, its secrets opened, newest first. */
export type CachedSource = {
  actor: SourceActor;
  scheme: SourceScheme;
  enabled: boolean;
  category: string;
  settings: unknown;
  ownApplicationId: string | null;
  secrets: readonly { id: string; secret: string; expiresAtMs: number }[];
};

async function read(key: string): Promise<CachedSource | null> {
  const row = await findCalledSource(key);
  if (!row) return null;
  const { id, name, enabled, category, settings, ownApplicationId } = row;
  const secrets = row.secrets.map((secret) => ({
    id: secret.id,
    secret: openSourceSecret(secret),
    expiresAtMs: secret.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
  }));
  const scheme = row.scheme as SourceScheme;
  return {
    actor: { type: 'source', id, name },
    scheme,
    enabled,
    category,
    settings,
    ownApplicationId,
    secrets,
  };
}

const cached = cachedById('source', read);

const keyOf = (text: string): string => text.toLowerCase();

/** The source that is called by this name, or by this id, at most a few seconds old. */
export const cachedSource = (key: string): Promise<CachedSource | null> => cached(keyOf(key));

/** Tells every process to forget the source by its id and by each of its names, the one before a change included. */
export async function notifySourceChange(db: Db, id: string, ...names: string[]): Promise<void> {
  for (const key of new Set([id, ...names.map(keyOf)])) await notifyChange(db, 'source', key);
}
