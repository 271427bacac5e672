import { clock } from '#lib/platform/clock.ts';
import { log } from '#lib/platform/log.ts';
import { deleteOldChanges } from './authz/change-repo.ts';
import { deleteLoginsBefore } from './login-repo.ts';
import { deleteSessionsOverSince } from './session-repo.ts';
import { ADDRESS_KNOWN_MS } from './throttle-login.ts';
import { deleteTriesBefore } from './throttle-repo.ts';

const TRIES_KEPT_MS = 86_400_000;
/** 400 days: a year and a month to look back. */
const LOGINS_KEPT_MS = 400 * 86_400_000;
/** Every process has seen them within a second. */
const CHANGES_KEPT_MS = 86_400_000;

/**
 * Deletes what is of no more use: counts of tries a day old, sessions over for so long that they make no address known,
 * changes of rights that everybody has seen, and the sign-ins of the year before last.
 */
export async function forgetSignIns(): Promise<void> {
  const now = clock.now().getTime();
  const tries = await deleteTriesBefore(new Date(now - TRIES_KEPT_MS));
  const sessions = await deleteSessionsOverSince(new Date(now - ADDRESS_KNOWN_MS));
  const changes = await deleteOldChanges(new Date(now - CHANGES_KEPT_MS));
  const logins = await deleteLoginsBefore(new Date(now - LOGINS_KEPT_MS));
  if (tries + sessions + changes + logins > 0)
    log.info({ tries, sessions, changes, logins }, 'old sign-ins forgotten');
}
