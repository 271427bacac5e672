import { readWatched, type WatchedDestination } from '#lib/dispatch/watch-repo.ts';
import { formatCount, formatNumber } from '#lib/format/format-number.ts';
import { clock } from '#lib/platform/clock.ts';
import { inPgTransaction, type PgClient } from '#lib/platform/db.ts';
import { tellDeadLetters, tellFailing, tellRecovered, tellWaiting } from './destination-notices.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** So many attempts in a row, over a minute at least: a moment's trouble of a busy destination is none. */
const IN_A_ROW = { attempts: 5, spanMs: MINUTE_MS };
const DIED_IN_AN_HOUR = 10;
const WAITING_CAP = 10_000;

/** The latest attempts all failed, in the last day. */
function failsInARow({ latest }: WatchedDestination, nowMs: number): boolean {
  const [newest, oldest] = [latest[0], latest.at(-1)];
  if (!newest || !oldest || latest.length < IN_A_ROW.attempts) return false;
  if (latest.some(({ outcome }) => outcome === 'delivered')) return false;
  return newest.at_ms - oldest.at_ms >= IN_A_ROW.spanMs && newest.at_ms > nowMs - DAY_MS;
}

const endOf = ({ outcome, status_code: code }: WatchedDestination['latest'][number]): string =>
  code === null ? outcome.replaceAll('_', ' ') : `${outcome} with ${code}`;

async function tellHealth(client: PgClient, destination: WatchedDestination, nowMs: number): Promise<void> {
  const [newest] = destination.latest;
  if (!destination.isCalled) {
    return tellFailing(client, destination, {
      title: `${destination.name} fails: most of its calls failed, so it is left alone but for single tries`,
      data: { next_try_at: destination.next_probe_at?.toISOString() ?? null },
    });
  }
  if (newest && failsInARow(destination, nowMs)) {
    return tellFailing(client, destination, {
      title: `${destination.name} fails: its last ${IN_A_ROW.attempts} attempts failed`,
      data: { last_attempt: endOf(newest), last_attempt_at: new Date(newest.at_ms).toISOString() },
    });
  }
  if (newest?.outcome === 'delivered') await tellRecovered(client, destination);
}

async function tellBacklog(client: PgClient, destination: WatchedDestination, nowMs: number): Promise<void> {
  const { paused_at: pausedAt, waiting } = destination;
  if (pausedAt === null || waiting === 0 || pausedAt.getTime() > nowMs - HOUR_MS) return;
  const count =
    waiting >= WAITING_CAP
      ? `over ${formatNumber(WAITING_CAP)} deliveries`
      : formatCount(waiting, 'delivery', 'deliveries');
  await tellWaiting(client, destination, { pausedAt, waiting: count });
}

/**
 * Looks at every enabled destination, and tells the administrators what nobody's attempt would: one that fails too
 * seldom for its calls to be stopped, dead deliveries that pile up, events that wait for one that was paused long ago,
 * and what a quiet time held back.
 */
export async function watchDestinations(): Promise<void> {
  const nowMs = clock.now().getTime();
  for (const destination of await readWatched(IN_A_ROW.attempts)) {
    await inPgTransaction(async (client) => {
      if (destination.died_in_an_hour >= DIED_IN_AN_HOUR) {
        await tellDeadLetters(client, destination, destination.died_in_an_hour);
      }
      await tellHealth(client, destination, nowMs);
      await tellBacklog(client, destination, nowMs);
    });
  }
}
