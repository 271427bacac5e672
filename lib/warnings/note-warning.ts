import { clock } from '#lib/platform/clock.ts';
import { type AppError, type ErrorCode, isAppError } from '#lib/platform/errors.ts';
import { log } from '#lib/platform/log.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { type NotedWarning, upsertWarnings } from './repo.ts';
import type { WarningReason } from './schema.ts';
import { warningSample } from './warning-sample.ts';

const FLUSH_EVERY_MS = 2_000;
/** One per client, reason and minute; what comes on top while the store is away is only counted. */
const MAX_NOTED = 5_000;
const MINUTE_MS = 60_000;

const REASONS: Readonly<Partial<Record<ErrorCode, WarningReason>>> = {
  bad_request: 'not_json',
  forbidden: 'category_not_allowed',
  too_large: 'too_large',
  unsupported_media_type: 'unsupported_media_type',
  invalid: 'rule_broken',
  rate_limited: 'rate_limited',
  unavailable: 'overloaded',
};

type Noted = { byKey: Map<string, NotedWarning>; dropped: number; timer: NodeJS.Timeout | null };

const noted = (): Noted =>
  processSingleton('noted-warnings', () => ({ byKey: new Map(), dropped: 0, timer: null }));

function add(state: Noted, warning: NotedWarning): void {
  const key = `${warning.minute.getTime()} ${warning.clientId} ${warning.reason}`;
  const known = state.byKey.get(key);
  if (known) {
    known.count += warning.count;
    known.lastAt = warning.lastAt;
    known.sample = warning.sample ?? known.sample;
  } else if (state.byKey.size < MAX_NOTED) state.byKey.set(key, warning);
  else state.dropped += warning.count;
}

function flushSoon(state: Noted): void {
  state.timer ??= setTimeout(() => {
    flushWarnings().catch((error: unknown) =>
      log.warn({ err: error }, 'warnings are not written and tried again'),
    );
  }, FLUSH_EVERY_MS).unref();
}

/** Remembers that something of this client was refused or changed; written later, for all clients in one statement. */
export function noteWarning(clientId: string, reason: WarningReason, sample: string | null): void {
  const state = noted();
  const now = clock.now();
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  add(state, { clientId, reason, minute, count: 1, firstAt: now, lastAt: now, sample });
  flushSoon(state);
}

/** The same for an error that the client was answered; our own faults are none of its. */
export function noteRefusal(clientId: string, error: unknown): void {
  const reason = isAppError(error) ? REASONS[error.code] : undefined;
  if (reason) noteWarning(clientId, reason, warningSample((error as AppError).details.errors));
}

/** Writes what is remembered; a process that ends calls it last. @throws when the store is away: nothing is forgotten. */
export async function flushWarnings(): Promise<void> {
  const state = noted();
  if (state.timer) clearTimeout(state.timer);
  state.timer = null;
  const taken = [...state.byKey.values()];
  state.byKey.clear();
  if (state.dropped > 0) log.warn({ dropped: state.dropped }, 'more warnings than can be kept');
  state.dropped = 0;
  if (taken.length === 0) return;
  try {
    await upsertWarnings(taken);
  } catch (error) {
    for (const warning of taken) add(state, warning);
    flushSoon(state);
    throw error;
  }
}
