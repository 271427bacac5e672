import { answeredWithin } from '#lib/platform/answered-within.ts';
import { onChange } from '#lib/platform/change-feed.ts';
import { AppError } from '#lib/platform/errors.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { type AuthzChange, readNews } from './change-repo.ts';

/**
 * How old what is known may be when something is decided by it. A second is the promise (docs/internals.md); what
 * is left of it is for the decision itself.
 */
const FRESH_MS = 900;
const POLL_MS = 250;
/** Whoever asks hears within this time that the store does not answer. */
const ASK_WITHIN_MS = 400;
/** Changes remembered one by one; whatever was read before the oldest of them is read again. */
const REMEMBERED = 10_000;

type State = {
  /** All changes up to this one are known. */
  applied: number;
  /** When the store was last asked and everything it had was known, by `performance.now()`. */
  confirmedAtMs: number;
  /** What changed last, by `kind:subject`; oldest first. */
  changed: Map<string, number>;
  /** Entries read at an earlier version count no more. */
  floor: number;
  /** Counts the times when everything had to be forgotten. */
  epoch: number;
  asking: Promise<void> | null;
  timer: NodeJS.Timeout | null;
};

/** What depends on the catalogue of permissions depends on all of it. */
export const CATALOGUE = 'permission';
/** What a cached fact was read at, and what it depends on: `user:<id>`, `role:<id>`, `session:<id>`, `permission`. */
export type Stamp = { version: number; epoch: number; tags: readonly string[] };

const state = (): State =>
  processSingleton('authz.freshness', () => {
    onChange('authz', hear);
    return {
      applied: 0,
      confirmedAtMs: Number.NEGATIVE_INFINITY,
      changed: new Map(),
      floor: 0,
      epoch: 0,
      asking: null,
      timer: null,
    };
  });

function apply(own: State, { version, kind, subject }: AuthzChange): void {
  const tag = kind === 'permission' ? CATALOGUE : `${kind}:${subject}`;
  // Deleted first, so that the map stays in the order of the changes.
  own.changed.delete(tag);
  own.changed.set(tag, version);
  own.applied = version;
  if (own.changed.size <= REMEMBERED) return;
  const [oldest] = own.changed;
  if (!oldest) return;
  own.changed.delete(oldest[0]);
  own.floor = oldest[1];
}

function forgetAll(own: State, latest: number): void {
  own.changed.clear();
  own.epoch += 1;
  own.floor = 0;
  own.applied = latest;
}

/** A notice is only a quicker way to hear: whatever does not fit is asked for. */
function hear(payload: string | null): void {
  const own = state();
  const [version = '', kind = '', subject = ''] = payload?.split(':') ?? [];
  if (payload !== null && Number(version) <= own.applied) return;
  if (payload !== null && Number(version) === own.applied + 1) {
    apply(own, { version: Number(version), kind: kind as AuthzChange['kind'], subject });
  } else {
    ask(own).catch(() => undefined);
  }
}

/** Asks the store what is new; whoever comes meanwhile asks again, because he may know of something later. */
async function askOnce(own: State): Promise<void> {
  const startedAtMs = performance.now();
  const known = own.applied;
  const { latest, changes } = await readNews(known, REMEMBERED + 1);
  // Numbers have no gaps: what is missing was deleted, or the store is another one than before.
  const isWhole = changes.length === latest - known;
  if (!isWhole) forgetAll(own, latest);
  else for (const change of changes) if (change.version > own.applied) apply(own, change);
  own.confirmedAtMs = startedAtMs;
}

function ask(own: State): Promise<void> {
  own.asking ??= askOnce(own).finally(() => {
    own.asking = null;
  });
  return own.asking;
}

/** A process that does not follow the changes asks each time. */
const isFresh = (own: State): boolean =>
  own.timer !== null && performance.now() - own.confirmedAtMs <= FRESH_MS;

const late = (cause?: unknown): AppError =>
  new AppError('unavailable', 'Who may do what cannot be told at the moment.', {
    cause,
    details: { retryAfterSeconds: 1 },
  });

const askInTime = (own: State): Promise<void> =>
  answeredWithin(ASK_WITHIN_MS, ask(own)).catch((error: unknown) => {
    throw late(error);
  });

/**
 * Makes sure that what is known is less than a second old and, where the caller wrote something himself, includes that.
 * Nothing is awaited while it is. @throws AppError `unavailable` when the store cannot tell in time: never a stale yes.
 */
export function ensureFresh(atLeast = 0): Promise<void> | undefined {
  const own = state();
  if (isFresh(own) && own.applied >= atLeast) return undefined;
  return catchUp(own, atLeast);
}

async function catchUp(own: State, atLeast: number): Promise<void> {
  const startedAtMs = performance.now();
  // The first answer may be of a question that was asked before.
  for (let tries = 0; tries < 2; tries++) {
    await askInTime(own);
    if ((isFresh(own) || own.confirmedAtMs >= startedAtMs) && own.applied >= atLeast) return;
  }
  throw late();
}

/** Asks what is new, whatever is known: whoever has just written something sees it from here on. Answers its number. */
export async function catchUpNow(): Promise<number> {
  const own = state();
  const startedAtMs = performance.now();
  while (own.confirmedAtMs < startedAtMs) await askInTime(own);
  return own.applied;
}

/** The latest change that this process knows of. */
export const knownVersion = (): number => state().applied;

/** The times when everything was forgotten: to be read before a fact is, and kept with it. */
export const knownEpoch = (): number => state().epoch;

/** Whether nothing that the fact depends on has changed since it was read, as far as this process knows. */
export function holds({ version, epoch, tags }: Stamp): boolean {
  const own = state();
  if (epoch !== own.epoch || version < own.floor) return false;
  for (const tag of tags) {
    const at = own.changed.get(tag);
    if (at !== undefined && at > version) return false;
  }
  return true;
}

/** Keeps up with the changes, so that nobody who asks has to wait for the store. */
export async function startFollowing(): Promise<void> {
  const own = state();
  if (own.timer !== null) return;
  own.timer = setInterval(() => void ask(own).catch(() => undefined), POLL_MS);
  own.timer.unref();
  await ask(own).catch(() => undefined);
}

export function stopFollowing(): void {
  const own = state();
  if (own.timer) clearInterval(own.timer);
  own.timer = null;
}
