import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7Floor } from '#lib/platform/ids.ts';
import { log } from '#lib/platform/log.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import type { FilterOfReader } from '../filter-conditions.ts';
import { toEventSummary } from '../list-events.ts';
import { firstWaiting, selectLive } from './live-repo.ts';
import type { LiveMessage } from './schema.ts';

const TICK_MS = 500;
/** Ids are made before the commit: what is younger may still lack a neighbour. */
const SETTLED_AFTER_MS = 2_000;
/** An event is shown with its verdict, unless the scan lets wait this long. */
const VERDICT_WITHIN_MS = 10_000;
const MAX_STREAMS = 50;
/** Of these; the rest is the console's, whatever clients do. */
const MAX_OF_CLIENTS = 30;
const MAX_OF_ONE_CLIENT = 5;
const MAX_PER_TICK = 20;
const CHECK_EVERY_MS = 3_000;
/** Whoever was away longer reads the list instead. */
const MAX_RESUME_MS = 10 * 60_000;

/** Where messages go. Nothing is buffered for a reader that is not ready: it gets the next range in one piece. */
export type LiveSink = {
  isReady: () => boolean;
  send: (message: LiveMessage) => void;
  /** Whether the reader may still read; asked every few seconds. */
  mayRead: () => Promise<boolean>;
  close: () => void;
};

type Stream = {
  filter: FilterOfReader;
  filterKey: string;
  sink: LiveSink;
  fromId: string;
  exceptId: string | null;
  oneIn: number;
  checkedAtMs: number;
};

type Hub = { streams: Set<Stream>; timer: NodeJS.Timeout | null; busy: boolean };

const hub = (): Hub => processSingleton('live-hub', () => ({ streams: new Set(), timer: null, busy: false }));

function requirePlace({ streams }: Hub, clientId: string | null): void {
  const ofClients = [...streams].filter(({ filter }) => filter.ownClientId !== null);
  const ofThisOne = ofClients.filter(({ filter }) => filter.ownClientId === clientId).length;
  const places: [taken: number, max: number, whose: string][] = [[streams.size, MAX_STREAMS, '']];
  if (clientId !== null) {
    places.push(
      [ofClients.length, MAX_OF_CLIENTS, ' of clients'],
      [ofThisOne, MAX_OF_ONE_CLIENT, ' of this client'],
    );
  }
  const full = places.find(([taken, max]) => taken >= max);
  if (!full) return;
  throw new AppError(
    'unavailable',
    `${full[1]} live streams${full[2]} are open already; this process serves no more.`,
    {
      details: { retryAfterSeconds: 10 },
    },
  );
}

/**
 * Tells the sink of every matching event from now on, or from the one after `lastEventId`. Two looks at the
 * table per second serve all streams of this process. Answers how to leave.
 * @throws AppError `unavailable` when as many streams are open as this process serves.
 */
export function joinLive(filter: FilterOfReader, sink: LiveSink, lastEventId: string | null): () => void {
  const state = hub();
  requirePlace(state, filter.ownClientId);
  const nowMs = clock.now().getTime();
  const oldest = new Date(nowMs - MAX_RESUME_MS);
  const gone = lastEventId !== null && lastEventId < uuidv7Floor(oldest);
  const stream: Stream = {
    filter,
    filterKey: JSON.stringify(filter),
    sink,
    fromId: gone ? uuidv7Floor(oldest) : (lastEventId ?? uuidv7Floor(new Date(nowMs))),
    exceptId: lastEventId,
    oneIn: 1,
    checkedAtMs: nowMs,
  };
  state.streams.add(stream);
  if (gone) sink.send({ type: 'gap', data: { from: oldest.toISOString() } });
  state.timer ??= setInterval(() => void tick(state), TICK_MS).unref();
  return () => leave(state, stream);
}

/** Ends every stream of this process; readers come back to another one. */
export function closeLive(): void {
  for (const stream of hub().streams) end(hub(), stream, 'shutdown');
}

function leave(state: Hub, stream: Stream): void {
  state.streams.delete(stream);
  if (state.streams.size > 0 || state.timer === null) return;
  clearInterval(state.timer);
  state.timer = null;
}

function end(state: Hub, stream: Stream, reason: 'not_allowed' | 'shutdown'): void {
  leave(state, stream);
  stream.sink.send({ type: 'end', data: { reason } });
  stream.sink.close();
}

async function tick(state: Hub): Promise<void> {
  if (state.busy) return;
  state.busy = true;
  try {
    await endForbidden(state);
    await advance(state);
  } catch (error) {
    log.warn({ err: error }, 'live streams are late');
  } finally {
    state.busy = false;
  }
}

async function endForbidden(state: Hub): Promise<void> {
  const nowMs = clock.now().getTime();
  const due = [...state.streams].filter(({ checkedAtMs }) => nowMs - checkedAtMs >= CHECK_EVERY_MS);
  await Promise.all(
    due.map(async (stream) => {
      stream.checkedAtMs = nowMs;
      if (!(await stream.sink.mayRead())) end(state, stream, 'not_allowed');
    }),
  );
}

/** Up to where events are settled: two seconds ago, or the first that still waits for its verdict. */
async function settledBelow(fromId: string, nowMs: number): Promise<string> {
  const toId = uuidv7Floor(new Date(nowMs - SETTLED_AFTER_MS));
  const patient = uuidv7Floor(new Date(nowMs - VERDICT_WITHIN_MS));
  const waitingFrom = fromId > patient ? fromId : patient;
  return waitingFrom < toId ? ((await firstWaiting({ fromId: waitingFrom, toId })) ?? toId) : toId;
}

async function advance(state: Hub): Promise<void> {
  const ready = [...state.streams].filter(({ sink }) => sink.isReady());
  const groups = new Map<string, Stream[]>();
  for (const stream of ready) {
    const key = `${stream.fromId} ${stream.exceptId} ${stream.filterKey}`;
    groups.set(key, [...(groups.get(key) ?? []), stream]);
  }
  const oldest = ready.map(({ fromId }) => fromId).toSorted()[0];
  if (oldest === undefined) return;
  const toId = await settledBelow(oldest, clock.now().getTime());
  for (const group of groups.values()) await show(state, group, toId);
}

async function show(state: Hub, group: Stream[], toId: string): Promise<void> {
  const [first] = group;
  if (!first || first.fromId >= toId) return;
  const { filter, fromId, exceptId } = first;
  const { rows, oneIn } = await selectLive(filter, { fromId, toId, exceptId }, MAX_PER_TICK);
  const events = rows.map(toEventSummary);
  for (const stream of group) {
    if (!state.streams.has(stream)) continue;
    if (events.length > 0 && oneIn !== stream.oneIn)
      stream.sink.send({ type: 'rate', data: { one_in: oneIn } });
    if (events.length > 0) stream.oneIn = oneIn;
    for (const data of events) stream.sink.send({ type: 'event', data });
    stream.fromId = toId;
    stream.exceptId = null;
  }
}
