import { randomUUID } from 'node:crypto';
import { log } from '#lib/platform/log.ts';
import { type LinkPool, makeLinkPool } from '../link-pool.ts';
import type { StateListener } from '../note-state-change.ts';
import { openDestination } from '../open-destination.ts';
import { type DestinationRow, loadDestinations } from '../repo.ts';
import { releaseHeads } from '../session-repo.ts';
import { attemptDelivery } from './attempt-delivery.ts';
import { closeLane, type Lane, type LaneWorld, lookAtLane, makeLane, stopLane } from './lane.ts';
import { makePlaces } from './places.ts';
import { makeRecorder, type Recorder } from './recorder.ts';
import { type DueDestination, findDueDestinations, recordAttempts } from './repo.ts';
import { singleFlight } from './single-flight.ts';
import { makeSlotClock } from './slot-clock.ts';
import { tellBreakers } from './tell-breakers.ts';
import { makeTeller, type Teller } from './teller.ts';
import { tidyUp } from './tidy-up.ts';

export type DeliveryLoop = {
  /** Something may be due now. */
  wake: () => void;
  /** Claims nothing more, lets what is under way finish, records it. */
  stop: () => Promise<void>;
};

const POLL_MS = 500;
const SCAN_SPACING_MS = 3;
const FAILED_SCAN_MS = { first: 250, last: 5_000 };
const HOUSEKEEPING_MS = 30_000;
const LONGEST_DRAIN_MS = 15_000;
const MAX_IN_FLIGHT = 256;

/**
 * Sends what is due until stopped. Any number of processes may run one: rows are leased, rates and breakers are
 * shared through the database. Each destination has a lane of its own, so that one which hangs holds up nobody else.
 * The listener hears what is found out about a destination.
 */
export function startDeliveryLoop(listener?: StateListener): DeliveryLoop {
  const workerId = randomUUID();
  const lanes = new Map<string, Lane>();
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let tidyAt = Number.NEGATIVE_INFINITY;

  const recorder = makeRecorder(async (records) => {
    const sessions = await recordAttempts(workerId, records);
    if (sessions.length > 0 && (await releaseHeads(sessions)) > 0) run();
  });
  const teller = makeTeller(async (told) => {
    await tellBreakers(told, listener);
    run();
  });
  const links = makeLinkPool();
  const world = makeWorld(workerId, recorder, teller, links);

  const scan = async (): Promise<number> => {
    if (performance.now() >= tidyAt) {
      const isTidy = await tidyUp();
      tidyAt = isTidy ? performance.now() + HOUSEKEEPING_MS : Number.NEGATIVE_INFINITY;
    }
    const due = await findDueDestinations();
    links.retain(due);
    await refreshLanes(lanes, due, world);
    if (stopping) return POLL_MS;
    const waits = due.map((one) => lookAtLane(lanes.get(one.id) ?? makeLane(world), one));
    failures = 0;
    return Math.min(POLL_MS, ...waits);
  };

  const run = singleFlight(async () => {
    if (stopping) return;
    clearTimeout(timer);
    const waitMs = await scan().catch((error: unknown) => {
      const backoffMs = Math.min(FAILED_SCAN_MS.first * 2 ** failures, FAILED_SCAN_MS.last);
      failures += 1;
      log.warn({ err: error, waitMs: backoffMs }, 'due deliveries could not be read');
      return backoffMs;
    });
    if (!stopping) timer = setTimeout(run, Math.max(SCAN_SPACING_MS, waitMs));
  }, SCAN_SPACING_MS);
  run();

  const drain = async (): Promise<void> => {
    await Promise.all([...lanes.values()].map(stopLane));
    await Promise.all([recorder.drained(), teller.stop()]);
  };
  return {
    wake: run,
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      await Promise.race([drain(), new Promise((late) => setTimeout(late, LONGEST_DRAIN_MS).unref())]);
      await links.close();
    },
  };
}

function makeWorld(workerId: string, recorder: Recorder, teller: Teller, links: LinkPool): LaneWorld {
  return {
    workerId,
    slotClock: makeSlotClock(),
    places: makePlaces(MAX_IN_FLIGHT),
    send: async (destination, { claimed, isProbe }) => {
      const { record, outcome } = await attemptDelivery(destination, claimed, links.slotOf(destination));
      recorder.push(record);
      if (!outcome) return;
      const { result, gone = false, retryAfterMs = null } = outcome;
      teller.note(destination.id, { delivered: result === 'delivered', gone, retryAfterMs, isProbe });
    },
    release: recorder.push,
  };
}

/** One lane for each destination that is sent to, in the version that is stored now; others last until their calls have ended. */
async function refreshLanes(
  lanes: Map<string, Lane>,
  due: DueDestination[],
  world: LaneWorld,
): Promise<void> {
  const sentTo = new Set(due.map(({ id }) => id));
  for (const [id, lane] of lanes) if (!sentTo.has(id) && closeLane(lane)) lanes.delete(id);
  const changed = due.filter(({ id, version }) => lanes.get(id)?.version !== version);
  if (changed.length === 0) return;
  for (const row of await loadDestinations(changed.map(({ id }) => id))) {
    const lane = lanes.get(row.id) ?? makeLane(world);
    lanes.set(row.id, lane);
    lane.destination = openOrNull(row);
    lane.version = row.version;
  }
}

function openOrNull(row: DestinationRow): ReturnType<typeof openDestination> | null {
  try {
    return openDestination(row);
  } catch (error) {
    log.error({ err: error, destination_id: row.id }, 'a destination cannot be opened; its deliveries wait');
    return null;
  }
}
