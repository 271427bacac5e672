import { clock } from '#lib/platform/clock.ts';
import { type AppError, type ErrorCode, isAppError } from '#lib/platform/errors.ts';
import { notebook } from '#lib/platform/notebook.ts';
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

const warnings = notebook<NotedWarning>({
  what: 'warnings',
  flushEveryMs: FLUSH_EVERY_MS,
  max: MAX_NOTED,
  keyOf: ({ minute, clientId, reason }) => `${minute.getTime()} ${clientId} ${reason}`,
  merge: (known, warning) => {
    known.count += warning.count;
    // What comes back from a write that failed is older than what was noted meanwhile.
    if (warning.firstAt < known.firstAt) known.firstAt = warning.firstAt;
    if (warning.lastAt < known.lastAt) return;
    known.lastAt = warning.lastAt;
    known.sample = warning.sample ?? known.sample;
  },
  countOf: ({ count }) => count,
  write: upsertWarnings,
});

/** Remembers that something of this client was refused or changed; written later, for all clients in one statement. */
export function noteWarning(clientId: string, reason: WarningReason, sample: string | null): void {
  const now = clock.now();
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  warnings.note({ clientId, reason, minute, count: 1, firstAt: now, lastAt: now, sample });
}

/** The same for an error that the client was answered; our own faults are none of its. */
export function noteRefusal(clientId: string, error: unknown): void {
  const reason = isAppError(error) ? REASONS[error.code] : undefined;
  if (reason) noteWarning(clientId, reason, warningSample((error as AppError).details.errors));
}

/** Writes what is remembered; a process that ends calls it last. @throws when the store is away: nothing is forgotten. */
export const flushWarnings = (): Promise<void> => warnings.flush();
