const SECOND = 1_000;
const WINDOW_MS = 300 * SECOND;
const BUCKET_MS = 15 * SECOND;
const OPENS = { attempts: 10, failedShare: 0.7 };
const FIRST_WAIT_MS = 30 * SECOND;
const LONGEST_ASKED_MS = 86_400 * SECOND;
const GOOD_PROBES = 3;
const FAILED_HALF_OPENS = 10;

export type Bucket = [fromMs: number, delivered: number, failed: number];

/** Whether a destination is called: closed, as it comes; open, not at all; half open, one call at a time. */
export type Breaker = {
  state: 'closed' | 'open' | 'half_open';
  openedAtMs: number | null;
  nextProbeAtMs: number | null;
  failedHalfOpens: number;
  goodProbes: number;
  recent: readonly Bucket[];
};

export type Probe = { delivered: boolean; retryAfterMs: number | null };

/** What became of attempts since this was told last. */
export type Tally = { delivered: number; failed: number; probes: readonly Probe[] };

export type BreakerChange = 'opened' | 'closed' | 'given_up';

export const CLOSED: Breaker = {
  state: 'closed',
  openedAtMs: null,
  nextProbeAtMs: null,
  failedHalfOpens: 0,
  goodProbes: 0,
  recent: [],
};

function count(recent: readonly Bucket[], { delivered, failed }: Tally, nowMs: number): Bucket[] {
  const fromMs = Math.floor(nowMs / BUCKET_MS) * BUCKET_MS;
  const kept = recent.filter(([from]) => from > nowMs - WINDOW_MS);
  const [, before, failedBefore] = kept.find(([from]) => from === fromMs) ?? [fromMs, 0, 0];
  return [...kept.filter(([from]) => from !== fromMs), [fromMs, before + delivered, failedBefore + failed]];
}

function isFailing(recent: readonly Bucket[]): boolean {
  const failed = recent.reduce((sum, bucket) => sum + bucket[2], 0);
  const attempts = recent.reduce((sum, bucket) => sum + bucket[1], failed);
  return attempts >= OPENS.attempts && failed >= OPENS.failedShare * attempts;
}

/** Each failed probe doubles the wait: ten of them take eight and a half hours. */
function afterProbe(breaker: Breaker, probe: Probe, nowMs: number): Breaker {
  if (probe.delivered) {
    const goodProbes = breaker.goodProbes + 1;
    if (goodProbes >= GOOD_PROBES) return CLOSED;
    return { ...breaker, state: 'half_open', goodProbes, nextProbeAtMs: nowMs };
  }
  const failedHalfOpens = breaker.failedHalfOpens + 1;
  const asked = Math.min(probe.retryAfterMs ?? 0, LONGEST_ASKED_MS);
  const waitMs = Math.max(FIRST_WAIT_MS * 2 ** failedHalfOpens, asked);
  return { ...breaker, state: 'open', failedHalfOpens, goodProbes: 0, nextProbeAtMs: nowMs + waitMs };
}

/** The breaker after what was told, and what that changed for whoever runs the destination. */
export function nextBreaker(
  breaker: Breaker,
  tally: Tally,
  nowMs: number,
): { breaker: Breaker; change: BreakerChange | null } {
  if (breaker.state === 'closed') {
    const recent = count(breaker.recent, tally, nowMs);
    if (!isFailing(recent)) return { breaker: { ...CLOSED, recent }, change: null };
    const opened = { openedAtMs: nowMs, nextProbeAtMs: nowMs + FIRST_WAIT_MS };
    return { breaker: { ...CLOSED, ...opened, state: 'open' }, change: 'opened' };
  }
  // Besides the probes there are only calls that left before it opened.
  let next = breaker;
  for (const probe of tally.probes) {
    next = afterProbe(next, probe, nowMs);
    if (next.state === 'closed') return { breaker: next, change: 'closed' };
    if (next.failedHalfOpens >= FAILED_HALF_OPENS) return { breaker: next, change: 'given_up' };
  }
  return { breaker: next, change: null };
}
