const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const LONGEST_WAIT_MS = 24 * HOUR;
const SPREAD = 0.2;
/** What a destination that is overloaded, or too slow, gets in peace when nobody said otherwise. */
const REST_MS = MINUTE;

/** Waits before the second, third, … attempt: about three days in all. */
export const DEFAULT_RETRY_PLAN_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

export type Failure = {
  /** How many attempts were made, this one included. */
  attempts: number;
  /** What the destination asked for. */
  retryAfterMs?: number | undefined;
  /** It answered 429, or not in time. */
  overloaded?: boolean;
};

export type RetryPlan = {
  waitsMs: readonly number[];
  /** Written by a person: its waits are meant as they are, after an overload too. */
  chosen: boolean;
};

/**
 * How long to wait until the next attempt, or null when the plan is used up. Waits are spread by ±20 % so that
 * what failed together does not return together; never earlier than the destination asked, up to a day. An
 * overloaded one that asked for nothing rests for a minute at least, unless somebody chose a shorter wait.
 */
export function nextDelayMs(
  plan: RetryPlan,
  failure: Failure,
  random: () => number = Math.random,
): number | null {
  const planned = plan.waitsMs[failure.attempts - 1];
  if (planned === undefined) return null;
  const spread = planned * (1 - SPREAD + 2 * SPREAD * random());
  const rests = failure.overloaded === true && failure.retryAfterMs === undefined && !plan.chosen;
  const least = rests ? REST_MS : Math.min(failure.retryAfterMs ?? 0, LONGEST_WAIT_MS);
  return Math.round(Math.max(spread, least * (1 + SPREAD * random())));
}

/** The wait that a `Retry-After` header asks for: seconds, or a date. Undefined when it says neither. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND;
  // Only the form of RFC 9110; Date.parse alone would read "12" or "1.5" as a year.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
