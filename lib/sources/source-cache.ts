import type { SourceActor } from '#lib/auth/context.ts';
import { cachedById } from '#lib/platform/cached-by-id.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import type { Db } from '#lib/platform/db.ts';
import { findCalledSource, type SourceRow } from './repo.ts';
import type { SourceScheme } from './schema.ts';
import { openSourceSecret } from './source-secret.ts';

/** A source as its calls need it, its secrets newest first. */
export type CachedSource = {
  actor: SourceActor;
  scheme: SourceScheme;
  enabled: boolean;
  category: string;
  settings: unknown;
  ownApplicationId: string | null;
  secrets: readonly { id: string; secret: string; expiresAtMs: number }[];
};

type OpenedSecret = CachedSource['secrets'][number];

/** Opened when a call is checked: whoever asks for something else, as the worker does, needs no key for it. */
function openLater({ id, sealed, expiresAt }: SourceRow['secrets'][number]): OpenedSecret {
  let text: string | null = null;
  return {
    id,
    expiresAtMs: expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
    get secret() {
      text ??= openSourceSecret({ id, sealed });
      return text;
    },
  };
}

async function read(key: string): Promise<CachedSource | null> {
  const row = await findCalledSource(key);
  if (!row) return null;
  const { id, name, enabled, category, settings, ownApplicationId } = row;
  return {
    actor: { type: 'source', id, name },
    scheme: row.scheme as SourceScheme,
    enabled,
    category,
    settings,
    ownApplicationId,
    secrets: row.secrets.map(openLater),
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
