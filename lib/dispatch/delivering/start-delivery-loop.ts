import { randomUUID } from 'node:crypto';
import { log } from '#lib/platform/log.ts';
import { openDestination } from '../open-destination.ts';
import { type DestinationRow, loadDestinations } from '../repo.ts';
import { attemptDelivery } from './attempt-delivery.ts';
import { closeLane, type Lane, type LaneWorld, lookAtLane, makeLane, stopLane } from './lane.ts';
import { makeRecorder, type Recorder } from './recorder.ts';
import { type DueDestination, discardStranded, findDueDestinations, recordAttempts } from './repo.ts';
import { singleFlight } from './single-flight.ts';
import { makeSlotClock } from './slot-clock.ts';

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
/** Every destination may have this many calls under way, however busy the others are. */
const SURE_SHARE = 2;

/**
 * Sends what is due until stopped. Any number of processes may run one: rows are leased, rates are shared
 * through the database. Each destination has a lane of its own, so that one which hangs holds up nobody else.
 */
export function startDeliveryLoop(): DeliveryLoop {
  const workerId = randomUUID();
  const lanes = new Map<string, Lane>();
  const recorder = makeRecorder((records) => recordAttempts(workerId, records));
  const world = makeWorld(workerId, recorder);
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let tidiedAt = Number.NEGATIVE_INFINITY;

  const scan = async (): Promise<number> => {
    if (performance.now() - tidiedAt > HOUSEKEEPING_MS) {
      await tidyUp();
      tidiedAt = performance.now();
    }
    const due = await findDueDestinations();
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

  return {
    wake: run,
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      const drained = Promise.all([...lanes.values()].map(stopLane)).then(() => recorder.drained());
      await Promise.race([drained, new Promise((late) => setTimeout(late, LONGEST_DRAIN_MS).unref())]);
    },
  };
}

function makeWorld(workerId: string, recorder: Recorder): LaneWorld {
  let inFlight = 0;
  return {
    workerId,
    slotClock: makeSlotClock(),
    room: (held) => Math.max(MAX_IN_FLIGHT - inFlight, SURE_SHARE - held),
    send: async (destination, claimed) => {
      inFlight += 1;
      try {
        recorder.push(await attemptDelivery(destination, claimed));
      } finally {
        inFlight -= 1;
      }
    },
    release: recorder.push,
  };
}

/** One lane for each enabled destination, in the version that is stored now; others last until their calls have ended. */
async function refreshLanes(
  lanes: Map<string, Lane>,
  due: DueDestination[],
  world: LaneWorld,
): Promise<void> {
  const enabled = new Set(due.map(({ id }) => id));
  for (const [id, lane] of lanes) if (!enabled.has(id) && closeLane(lane)) lanes.delete(id);
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

async function tidyUp(): Promise<void> {
  const discarded = await discardStranded(1_000);
  if (discarded > 0) log.info({ discarded }, 'deliveries to disabled destinations were discarded');
}
