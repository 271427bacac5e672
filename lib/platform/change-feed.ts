import { randomUUID } from 'node:crypto';
import { type Db, dedicatedClient, pool } from './db.ts';
import { log } from './log.ts';
import { processSingleton } from './singleton.ts';

const CHANNEL = 'eye_changed';
const BEAT = 'beat';
const BEAT_EVERY_MS = 5_000;
const ECHO_WITHIN_MS = 2_000;
const BACKOFF_MS = { first: 100, last: 10_000 };

/** Gets the id of what changed, or null: something may have been missed, forget everything. */
export type ChangeHandler = (id: string | null) => void;
type Connection = ReturnType<typeof dedicatedClient>;

type Feed = {
  handlers: Map<string, Set<ChangeHandler>>;
  running: boolean;
  live: boolean;
  end: (() => Promise<void>) | null;
};

const feed = (): Feed =>
  processSingleton('change-feed', () => ({ handlers: new Map(), running: false, live: false, end: null }));

/** Calls the handler for every committed change under the topic, in whichever process it was made. */
export function onChange(topic: string, handler: ChangeHandler): void {
  const { handlers } = feed();
  const known = handlers.get(topic) ?? new Set();
  handlers.set(topic, known.add(handler));
}

/** Tells every process, once the writer's transaction commits; rolled back, nobody hears of it. */
export async function notifyChange(db: Db, topic: string, id: string): Promise<void> {
  await db.$executeRaw`SELECT pg_notify(${CHANNEL}, ${`${topic}:${id}`})`;
}

/** Tells every process at once, outside of any transaction. It changes no row, so its commit waits for no disk. */
export async function announce(topic: string, id: string): Promise<void> {
  const values = [CHANNEL, `${topic}:${id}`];
  const text = "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)";
  await pool().query({ name: 'announce', text, values });
}

/** Whether changes arrive at the moment; without the feed, caches have to ask more often. */
export function isChangeFeedLive(): boolean {
  return feed().live;
}

/**
 * Keeps one listening connection for this process until `stopChangeFeed`. Resolves when it listens or has failed
 * for the first time; from then on it reconnects by itself, and every handler is told to forget everything.
 */
export async function startChangeFeed(): Promise<void> {
  const state = feed();
  if (state.running) return;
  state.running = true;
  await new Promise<void>((firstTried) => void keepListening(state, firstTried));
}

export async function stopChangeFeed(): Promise<void> {
  const state = feed();
  state.running = false;
  await state.end?.();
}

async function keepListening(state: Feed, tried: () => void): Promise<void> {
  let delayMs = BACKOFF_MS.first;
  while (state.running) {
    try {
      await listenOnce(state, () => {
        delayMs = BACKOFF_MS.first;
        tried();
      });
    } catch (error) {
      log.warn({ err: error, delayMs }, 'the change feed is cut');
    }
    tried();
    state.live = false;
    if (state.running) await pause(state, delayMs);
    delayMs = Math.min(delayMs * 2, BACKOFF_MS.last);
  }
}

/** Listens until the connection breaks, falls silent or the feed is stopped. */
async function listenOnce(state: Feed, ready: () => void): Promise<void> {
  const client = dedicatedClient();
  const beat = `${BEAT}:${randomUUID()}`;
  let heard = true;
  const ended = new Promise<Error | null>((resolve) => {
    client.on('error', resolve);
    client.on('end', () => resolve(null));
  });
  client.on('notification', ({ payload = '' }) => {
    if (payload === beat) heard = true;
    else dispatch(state, payload);
  });
  state.end = () => client.end();
  let timer: NodeJS.Timeout | undefined;
  try {
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    state.live = true;
    for (const handlers of state.handlers.values()) for (const handler of handlers) handler(null);
    ready();
    timer = setInterval(() => {
      heard = false;
      void checkEcho(client, beat, () => heard);
    }, BEAT_EVERY_MS).unref();
    const error = await ended;
    if (error) throw error;
  } finally {
    clearInterval(timer);
    state.end = null;
    await client.end().catch(() => undefined);
  }
}

/** A pooler between us and the server may swallow what we listen for: a beat that does not come back ends the connection. */
async function checkEcho(client: Connection, beat: string, heard: () => boolean): Promise<void> {
  const silent = setTimeout(() => {
    if (!heard()) client.emit('error', new Error('notifications do not arrive'));
  }, ECHO_WITHIN_MS).unref();
  await client.query('SELECT pg_notify($1, $2)', [CHANNEL, beat]).catch((error: unknown) => {
    clearTimeout(silent);
    client.emit('error', error instanceof Error ? error : new Error(String(error)));
  });
}

function dispatch(state: Feed, payload: string): void {
  const colon = payload.indexOf(':');
  const topic = payload.slice(0, colon);
  for (const handler of state.handlers.get(topic) ?? []) handler(payload.slice(colon + 1));
}

async function pause(state: Feed, delayMs: number): Promise<void> {
  await new Promise<void>((resume) => {
    const timer = setTimeout(resume, delayMs);
    state.end = async () => {
      clearTimeout(timer);
      resume();
    };
  });
  state.end = null;
}
