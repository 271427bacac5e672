import { log } from '#lib/platform/log.ts';
import type { OpenDestination } from '../open-destination.ts';
import { type AttemptRecord, type ClaimedDelivery, claimDueDeliveries, type DueDestination } from './repo.ts';
import type { SlotClock } from './slot-clock.ts';

const LEASE_MARGIN_MS = 5_000;
/** Slots of a limited destination are taken this far ahead, again when half of that is used. */
const HORIZON_MS = 400;
/** A call that would leave later than this after its slot gives the slot up: see the claim's statement. */
const TOLERANCE_MS = 25;
/** How long a slot may be missed by when the two clocks cannot be compared more closely than that. */
const LEAST_WINDOW_MS = 5;
/** How soon a lane with too little room for a worthwhile claim claims all the same. */
const SMALL_CLAIM_MS = 5;
const WORTHWHILE = 4;
/** Without a slot, a claimed delivery is sent within this time or not at all: its lease covers no more. */
const UNLIMITED_TOLERANCE_MS = LEASE_MARGIN_MS - 1_000;

export type LaneWorld = {
  workerId: string;
  slotClock: SlotClock;
  /** How many more calls this lane may have under way, given how many it has. */
  room: (held: number) => number;
  send: (destination: OpenDestination, claimed: ClaimedDelivery) => Promise<void>;
  release: (record: AttemptRecord) => void;
};

export type Lane = {
  version: () => number | null;
  open: (destination: OpenDestination) => void;
  /** The stored destination of this version cannot be used. */
  close: (version: number) => void;
  /** Starts claiming when something is due; answers in how many ms it is worth looking again. */
  look: (due: DueDestination) => number;
  stop: () => Promise<void>;
};

/** One destination's work in this process: claims, waits for slots, never more than its concurrency at once. */
export function makeLane(world: LaneWorld): Lane {
  let destination: OpenDestination | null = null;
  let version: number | null = null;
  let held = 0;
  let claiming: Promise<void> | null = null;
  let hungry = false;
  let lookedAgain = false;
  let smallClaim: NodeJS.Timeout | undefined;
  let stopping = false;
  const sleepers = new Set<() => void>();
  const running = new Set<Promise<void>>();

  /** Waits until the slot; false when stopped meanwhile. */
  const sleepUntil = async (at: number): Promise<boolean> => {
    while (!stopping && performance.now() < at) {
      await new Promise<void>((done) => {
        const wakeUp = (): void => {
          clearTimeout(timer);
          sleepers.delete(wakeUp);
          done();
        };
        const timer = setTimeout(wakeUp, Math.ceil(at - performance.now()));
        sleepers.add(wakeUp);
      });
    }
    return !stopping;
  };

  const deliver = async (
    target: OpenDestination,
    claimed: ClaimedDelivery,
    before: number,
  ): Promise<void> => {
    let latest = before + UNLIMITED_TOLERANCE_MS;
    if (claimed.slot_ms !== null) {
      const slot = world.slotClock.toLocal(claimed.slot_ms);
      latest = Math.max(slot.earliest + TOLERANCE_MS, slot.latest + LEAST_WINDOW_MS);
      await sleepUntil(slot.latest);
    }
    if (!stopping && performance.now() <= latest) return world.send(target, claimed);
    const { id: deliveryId, attempt } = claimed;
    world.release({ deliveryId, attempt, status: 'pending', delayMs: 0, reason: null, sent: null });
  };

  const start = (target: OpenDestination, claimed: ClaimedDelivery, before: number): void => {
    held += 1;
    const run = deliver(target, claimed, before)
      .catch((error: unknown) => {
        log.error({ err: error, delivery_id: claimed.id }, 'a delivery broke off; its lease will run out');
      })
      .finally(() => {
        held -= 1;
        running.delete(run);
        claimMore(target);
      });
    running.add(run);
  };

  /** Claims at once when it is worth a statement, otherwise a moment later with whatever room there is then. */
  const claimMore = (target: OpenDestination): void => {
    if (!hungry || stopping) return;
    if (freeSlots() >= Math.min(WORTHWHILE, target.concurrency)) claim();
    else
      smallClaim ??= setTimeout(() => {
        smallClaim = undefined;
        claim();
      }, SMALL_CLAIM_MS);
  };

  const freeSlots = (): number =>
    destination === null ? 0 : Math.min(destination.concurrency - held, world.room(held));

  const claim = (): void => {
    const target = destination;
    const want = freeSlots();
    if (target === null || claiming || stopping || want < 1) return;
    lookedAgain = false;
    claiming = claimOnce(target, want).finally(() => {
      claiming = null;
      if (hungry || lookedAgain) claim();
    });
  };

  const claimOnce = async (target: OpenDestination, want: number): Promise<void> => {
    const before = performance.now();
    try {
      const claimed = await claimDueDeliveries({
        destinationId: target.id,
        want,
        workerId: world.workerId,
        leaseMs: target.timeoutMs + LEASE_MARGIN_MS,
        limited: target.limited,
        horizonMs: HORIZON_MS,
        toleranceMs: TOLERANCE_MS,
      });
      const after = performance.now();
      for (const { now_ms } of claimed) world.slotClock.observe(now_ms, before, after);
      // A full claim promises more; a limited one waits for the next look, which knows the next slot.
      hungry = !target.limited && claimed.length === want;
      for (const one of claimed) start(target, one, before);
    } catch (error) {
      hungry = false;
      log.warn({ err: error, destination_id: target.id }, 'due deliveries could not be claimed');
    }
  };

  return {
    version: () => version,
    open: (opened) => {
      destination = opened;
      version = opened.version;
    },
    close: (closed) => {
      destination = null;
      version = closed;
    },
    look: ({ due_in_ms, slot_in_ms }) => {
      if (destination === null || due_in_ms === null) return Number.POSITIVE_INFINITY;
      const waitMs = Math.max(due_in_ms, slot_in_ms === null ? 0 : slot_in_ms - HORIZON_MS / 2);
      if (waitMs > 0) return waitMs;
      hungry = true;
      lookedAgain = claiming !== null;
      claim();
      return destination.limited ? HORIZON_MS / 4 : Number.POSITIVE_INFINITY;
    },
    stop: async () => {
      stopping = true;
      clearTimeout(smallClaim);
      await claiming;
      for (const wakeUp of sleepers) wakeUp();
      await Promise.all(running);
    },
  };
}
