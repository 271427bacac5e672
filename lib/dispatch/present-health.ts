import { clock } from '#lib/platform/clock.ts';
import { answerTimes } from './counts/answer-times.ts';
import type { ActivityRow } from './counts/repo.ts';
import type { HealthRow } from './delivery-repo.ts';
import type { DestinationHealth } from './schema.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** Every hour, those in which nothing happened too. */
function hoursOf(known: ActivityRow['hours']): DestinationHealth['hours'] {
  const current = Math.floor(clock.now().getTime() / HOUR_MS) * HOUR_MS;
  const byStart = new Map(known.map((hour) => [hour.at_ms, hour]));
  return Array.from({ length: HOURS }, (_, i) => {
    const startMs = current - (HOURS - 1 - i) * HOUR_MS;
    const { delivered = 0, failed = 0 } = byStart.get(startMs) ?? {};
    return { at: new Date(startMs).toISOString(), delivered, failed };
  });
}

/** Health as the API tells it; a destination that never had a delivery has zeros. */
export function presentHealth(
  row: HealthRow | undefined,
  activity: ActivityRow | undefined,
): DestinationHealth {
  const { backlog = 0, in_flight = 0 } = row ?? {};
  const { delivered = 0, failed = 0, last_minute = 0, answers } = activity ?? {};
  return {
    delivered,
    failed,
    success_rate: delivered + failed === 0 ? null : delivered / (delivered + failed),
    hours: hoursOf(activity?.hours ?? []),
    calls_per_second: last_minute / 60,
    answer_ms: answerTimes(answers ?? []),
    backlog,
    in_flight,
    oldest_waiting_at: row?.oldest_waiting_at?.toISOString() ?? null,
    last_delivered_at: activity?.last_delivered_at?.toISOString() ?? null,
    breaker: {
      state: row?.breaker_state ?? 'closed',
      opened_at: row?.opened_at?.toISOString() ?? null,
      next_probe_at: row?.next_probe_at?.toISOString() ?? null,
      failed_half_opens: row?.failed_half_opens ?? 0,
    },
  };
}
