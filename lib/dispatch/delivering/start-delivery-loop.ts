import { randomUUID } from 'node:crypto';
import { log } from '#lib/platform/log.ts';
import { openDestination } from '../open-destination.ts';
import { loadDestinations } from '../repo.ts';
import { attemptDelivery } from './attempt-delivery.ts';
import { type Lane, makeLane } from './lane.ts';
import { makeRecorder } from './recorder.ts';
import { type DueDestination, discardStranded, findDueDestinations, recordAttempts } from './repo.ts';
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
  const slotClock = makeSlotClock();
  const recorder = makeRecorder((records) => recordAttempts(workerId, records));
  let inFlight = 0;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let lastHousekeepingAt = Number.NEGATIVE_INFINITY;

  const laneOf = async (due: readonly DueDestination[]): Promise<void> => {
    const changed = due.filter(({ id, version }) => lanes.get(id)?.version() !== version);
    if (changed.length === 0) return;
    for (const row of await loadDestinations(changed.map(({ id }) => id))) {
      const lane =
        lanes.get(row.id) ??
        makeLane({
          workerId,
          slotClock,
          room: (held) => Math.max(MAX_IN_FLIGHT - inFlight, SURE_SHARE - held),
          send: async (destination, claimed) => {
            inFlight += 1;
            recorder.push(
              await attemptDelivery(destination, claimed).finally(() => {
                inFlight -= 1;
              }),
            );
          },
          release: (record) => recorder.push(record),
        });
      lanes.set(row.id, lane);
      try {
        lane.open(openDestination(row));
      } catch (error) {
        lane.close(row.version);
        log.error(
          { err: error, destination_id: row.id },
          'a destination cannot be opened; its deliveries wait',
        );
      }
    }
  };

  const keepHouse = async (): Promise<void> => {
    if (performance.now() - lastHousekeepingAt < HOUSEKEEPING_MS) return;
    lastHousekeepingAt = performance.now();
    const discarded = await discardStranded(1_000);
    if (discarded > 0) log.info({ discarded }, 'deliveries to disabled destinations were discarded');
  };

  /** Looks once at what is due, sets the lanes going, and answers when to look again. */
  const scan = async (): Promise<number> => {
    await keepHouse();
    const due = await findDueDestinations();
    await laneOf(due);
    for (const id of lanes.keys()) if (!due.some((one) => one.id === id)) lanes.delete(id);
    const waits = due.map((one) => lanes.get(one.id)?.look(one) ?? POLL_MS);
    return Math.min(POLL_MS, ...waits);
  };

  const run = singleFlight(async () => {
    if (stopping) return;
    clearTimeout(timer);
    let waitMs: number;
    try {
      waitMs = await scan();
      failures = 0;
    } catch (error) {
      waitMs = Math.min(FAILED_SCAN_MS.first * 2 ** failures, FAILED_SCAN_MS.last);
      failures += 1;
      log.warn({ err: error, waitMs }, 'due deliveries could not be read');
    }
    if (!stopping) timer = setTimeout(run, Math.max(SCAN_SPACING_MS, waitMs));
  });
  run();

  return {
    wake: run,
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      const drained = Promise.all([...lanes.values()].map((lane) => lane.stop())).then(() =>
        recorder.drained(),
      );
      const late = new Promise<void>((done) => {
        setTimeout(done, LONGEST_DRAIN_MS).unref();
      });
      await Promise.race([drained, late]);
    },
  };
}

/** Runs the work once at a time; a call while it runs makes it run once more. */
function singleFlight(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = (): void => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    void work().finally(() => {
      running = false;
      if (!again) return;
      again = false;
      setTimeout(run, SCAN_SPACING_MS);
    });
  };
  return run;
}
