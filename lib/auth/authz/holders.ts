import { answeredWithin } from '#lib/platform/answered-within.ts';
import { clock } from '#lib/platform/clock.ts';
import { createLru, type Lru } from '#lib/platform/lru.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { ensureFresh, holds, knownEpoch, type Stamp } from './freshness.ts';
import { type HolderRow, readHolder } from './holder-repo.ts';
import { type PermissionSet, permissionSet } from './permission-set.ts';

/** A user as far as decisions go; `user` is null for an id that is nobody's. */
export type Holder = Pick<HolderRow, 'user'> & { held: PermissionSet; version: number };
type Entry = Holder & { stamp: Stamp; endsAtMs: number };

const MAX_HOLDERS = 100_000;
/** Unknown ids push out none of the known ones. */
const MAX_UNKNOWN = 10_000;
/** A change that comes during every read must not keep anybody reading for ever. */
const MAX_READS = 5;
const READ_WITHIN_MS = 1_000;

type State = {
  known: Lru<string, Entry>;
  unknown: Lru<string, Entry>;
  reading: Map<string, Promise<Entry>>;
  /** Users with the same grants share one set. */
  sets: Lru<string, PermissionSet>;
};

const state = (): State =>
  processSingleton('authz.holders', () => ({
    known: createLru(MAX_HOLDERS),
    unknown: createLru(MAX_UNKNOWN),
    reading: new Map(),
    sets: createLru(MAX_HOLDERS),
  }));

const isGood = ({ stamp, endsAtMs }: Entry): boolean => endsAtMs > clock.now().getTime() && holds(stamp);

function sharedSet(own: State, names: readonly string[]): PermissionSet {
  const key = names.join(' ');
  const known = own.sets.get(key);
  if (known) return known;
  const made = permissionSet(names);
  own.sets.set(key, made);
  return made;
}

async function read(own: State, userId: string): Promise<Entry> {
  const epoch = knownEpoch();
  const row = await readHolder(userId);
  const entry: Entry = {
    user: row.user,
    version: row.version,
    held: sharedSet(own, row.user?.enabled ? row.permissions : []),
    stamp: {
      version: row.version,
      epoch,
      tags: [`user:${userId}`, ...row.roleIds.map((id) => `role:${id}`)],
    },
    endsAtMs: row.endsAt?.getTime() ?? Number.POSITIVE_INFINITY,
  };
  (row.user === null ? own.unknown : own.known).set(userId, entry);
  (row.user === null ? own.known : own.unknown).delete(userId);
  return entry;
}

function readOnce(own: State, userId: string): Promise<Entry> {
  const under = own.reading.get(userId);
  if (under) return under;
  const reading = read(own, userId).finally(() => own.reading.delete(userId));
  own.reading.set(userId, reading);
  return reading;
}

/**
 * A user and what he may do, at most a second old in whichever process, and not older than `atLeast`. Known ones are
 * answered without asking the store. @throws AppError `unavailable` when it cannot be told.
 */
export async function findHolder(userId: string, atLeast = 0): Promise<Holder> {
  const own = state();
  await ensureFresh(atLeast);
  const known = own.known.get(userId) ?? own.unknown.get(userId);
  if (known && isGood(known)) return known;
  // What was being read when the change came may be the old state: it is read again.
  for (let reads = 1; ; reads++) {
    const entry = await answeredWithin(READ_WITHIN_MS, readOnce(own, userId));
    if (isGood(entry) || reads === MAX_READS) return entry;
  }
}
