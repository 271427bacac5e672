import { log } from '#lib/platform/log.ts';
import type { OpenDestination } from '../open-destination.ts';
import type { Places } from './places.ts';
import { type AttemptRecord, type ClaimedDelivery, claimDueDeliveries, type DueDestination } from './repo.ts';
import { makeSleeper, type Sleeper } from './sleeper.ts';
import type { SlotClock } from './slot-clock.ts';

const LEASE_MARGIN_MS = 5_000;
/** Slots of a limited destination are taken this far ahead, again when half of that is used. */
const HORIZON_MS = 400;
/** A call that would leave later than this after its slot gives the slot up: see the claim's statement. */
const TOLERANCE_MS = 25;
/** The least time to use a slot in, when the two clocks cannot be compared more closely. */
const LEAST_WINDOW_MS = 5;
/** Without a slot, a claimed delivery is sent within this time or not at all: its lease covers no more. */
const UNLIMITED_TOLERANCE_MS = LEASE_MARGIN_MS - 1_000;
/** Room for fewer than this is claimed a moment later, together with what becomes free until then. */
const WORTHWHILE = 4;
const SMALL_CLAIM_MS = 5;

/** `isProbe`: the one call that an open breaker lets through. */
type Sending = { claimed: ClaimedDelivery; isProbe: boolean };

export type LaneWorld = {
  workerId: string;
  slotClock: SlotClock;
  places: Places;
  send: (destination: OpenDestination, sending: Sending) => Promise<void>;
  release: (record: AttemptRecord) => void;
};

/** One destination's work in this process: claims, waits for slots, never more than its concurrency at once. */
export type Lane = {
  world: LaneWorld;
  /** Null while the stored destination is disabled or cannot be used. */
  destination: OpenDestination | null;
  version: number | null;
  held: number;
  claiming: Promise<void> | null;
  /** Its breaker is not closed. */
  probing: boolean;
  /** Who gets the odd place of the next claim: first attempts and further ones in turn. */
  turn: 0 | 1;
  againDue: boolean;
  /** More is known to be due than there was room for. */
  hungry: boolean;
  lookedAgain: boolean;
  smallClaim: NodeJS.Timeout | undefined;
  stopping: boolean;
  sleeper: Sleeper;
  running: Set<Promise<void>>;
};

export function makeLane(world: LaneWorld): Lane {
  return {
    world,
    destination: null,
    version: null,
    held: 0,
    claiming: null,
    probing: false,
    turn: 0,
    againDue: false,
    hungry: false,
    lookedAgain: false,
    smallClaim: undefined,
    stopping: false,
    sleeper: makeSleeper(),
    running: new Set(),
  };
}

/** Starts claiming when something is due; answers in how many ms it is worth looking again. */
export function lookAtLane(lane: Lane, due: DueDestination): number {
  const { due_in_ms, slot_in_ms, probe_in_ms } = due;
  if (lane.destination === null) return Number.POSITIVE_INFINITY;
  lane.probing = probe_in_ms !== null;
  lane.againDue = due.again_due;
  if (probe_in_ms !== null && probe_in_ms > 0) return probe_in_ms;
  if (due_in_ms === null) return Number.POSITIVE_INFINITY;
  const waitMs = Math.max(due_in_ms, slot_in_ms === null ? 0 : slot_in_ms - HORIZON_MS / 2);
  if (waitMs > 0) return waitMs;
  lane.hungry = !lane.probing;
  lane.lookedAgain = lane.claiming !== null;
  claim(lane);
  return lane.destination.limited ? HORIZON_MS / 4 : Number.POSITIVE_INFINITY;
}

/** Claims nothing more until a destination is set again; answers whether nothing is under way any more. */
export function closeLane(lane: Lane): boolean {
  lane.destination = null;
  lane.version = null;
  return lane.running.size === 0 && lane.claiming === null;
}

/** Claims nothing more, gives back what waits for its slot, resolves when what is under way has ended. */
export async function stopLane(lane: Lane): Promise<void> {
  lane.stopping = true;
  clearTimeout(lane.smallClaim);
  await lane.claiming;
  lane.sleeper.wakeAll();
  await Promise.all(lane.running);
}

const freePlaces = ({ destination, held, world }: Lane): number =>
  destination === null ? 0 : Math.min(destination.concurrency - held, world.places.room(held));

function claim(lane: Lane): void {
  const { destination } = lane;
  const want = freePlaces(lane);
  if (destination === null || lane.claiming || lane.stopping || want < 1) return;
  lane.lookedAgain = false;
  lane.claiming = claimOnce(lane, destination, want).finally(() => {
    lane.claiming = null;
    if (lane.hungry || lane.lookedAgain) claim(lane);
  });
}

async function claimOnce(lane: Lane, destination: OpenDestination, want: number): Promise<void> {
  const { workerId, slotClock, places } = lane.world;
  const { probing } = lane;
  const turn = lane.againDue ? lane.turn : null;
  const { id: destinationId, limited } = destination;
  const leaseMs = destination.timeoutMs + LEASE_MARGIN_MS;
  const slots = { limited, horizonMs: HORIZON_MS, toleranceMs: TOLERANCE_MS };
  const before = performance.now();
  // Nobody else counts on them while the claim is under way.
  places.take(want);
  let started = 0;
  try {
    const request = { destinationId, want, workerId, leaseMs, probing, turn, ...slots };
    const claimed = await claimDueDeliveries(request);
    const after = performance.now();
    for (const { now_ms } of claimed) slotClock.observe(now_ms, before, after);
    // A full claim promises more; a limited one waits for the next look, which knows the next slot.
    lane.hungry = !limited && !probing && claimed.length === want;
    if (claimed.length > 0) lane.turn = lane.turn === 0 ? 1 : 0;
    for (const one of claimed)
      start(lane, destination, { claimed: one, claimedAt: before, isProbe: probing });
    started = claimed.length;
  } catch (error) {
    lane.hungry = false;
    log.warn({ err: error, destination_id: destinationId }, 'due deliveries could not be claimed');
  } finally {
    places.giveBack(want - started);
  }
}

type Lease = Sending & { claimedAt: number };

function start(lane: Lane, destination: OpenDestination, lease: Lease): void {
  lane.held += 1;
  const run = deliver(lane, destination, lease)
    .catch((error: unknown) => {
      log.error(
        { err: error, delivery_id: lease.claimed.id },
        'a delivery broke off; its lease will run out',
      );
    })
    .finally(() => {
      lane.held -= 1;
      lane.world.places.giveBack(1);
      lane.running.delete(run);
      claimMore(lane, destination);
    });
  lane.running.add(run);
}

async function deliver(lane: Lane, destination: OpenDestination, lease: Lease): Promise<void> {
  const { claimed, isProbe } = lease;
  const { from, until } = sendingWindow(lane, lease);
  await lane.sleeper.until(from);
  if (!lane.stopping && performance.now() <= until) return lane.world.send(destination, { claimed, isProbe });
  const { id: deliveryId, attempt } = claimed;
  lane.world.release({ deliveryId, attempt, status: 'pending', delayMs: 0, reason: null, sent: null });
}

function sendingWindow(lane: Lane, { claimed, claimedAt }: Lease): { from: number; until: number } {
  if (claimed.slot_ms === null) return { from: claimedAt, until: claimedAt + UNLIMITED_TOLERANCE_MS };
  const { earliest, latest } = lane.world.slotClock.toLocal(claimed.slot_ms);
  return { from: latest, until: Math.max(earliest + TOLERANCE_MS, latest + LEAST_WINDOW_MS) };
}

/** Claims at once when it is worth a statement, otherwise a moment later with whatever room there is then. */
function claimMore(lane: Lane, { concurrency }: OpenDestination): void {
  if (!lane.hungry || lane.stopping) return;
  if (freePlaces(lane) >= Math.min(WORTHWHILE, concurrency)) claim(lane);
  else
    lane.smallClaim ??= setTimeout(() => {
      lane.smallClaim = undefined;
      claim(lane);
    }, SMALL_CLAIM_MS);
}
