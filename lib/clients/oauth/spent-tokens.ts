import { cachedById } from '#lib/platform/cached-by-id.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import type { Db } from '#lib/platform/db.ts';
import { findUsedToken } from '../once-repo.ts';

type Token = { clientId: string; jti: string };

const TOPIC = 'spent_client_token';
const keyOf = ({ clientId, jti }: Token): string => `${clientId} ${jti}`;

const spent = cachedById(TOPIC, (key) => {
  const at = key.indexOf(' ');
  return findUsedToken(key.slice(0, at), key.slice(at + 1));
});

/**
 * Whether the token counts no more: it was revoked, or used where tokens count once. At most a few seconds
 * old.
 */
export const isTokenSpent = async (token: Token): Promise<boolean> => (await spent(keyOf(token))) !== null;

/** Tells every process, once the writer's transaction commits. */
export const notifySpent = (db: Db, token: Token): Promise<void> => notifyChange(db, TOPIC, keyOf(token));
