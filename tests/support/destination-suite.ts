import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Message, Outcome, SendIo } from '#lib/dispatch/destination.ts';
import type { DestinationKind } from '#lib/dispatch/destinations/schema.ts';
import { type LinkSlot, makeLinkSlot } from '#lib/dispatch/link-slot.ts';
import { contractOf } from '#lib/dispatch/registry.ts';
import { joinSecrets, splitSecrets } from '#lib/dispatch/secrets.ts';
import type { AllowList } from '#lib/platform/address.ts';
import { dial, guardedSocketOptions, openSocket } from '#lib/platform/dial.ts';
import { outboundFetch } from '#lib/platform/fetch.ts';
import { startHttpPeer } from './peer-http.ts';
import { startRawPeer } from './peer-raw.ts';

export const NOW = new Date('2026-11-21T10:00:00.000Z');

export const MESSAGE: Message = {
  id: '0199b1a0-0000-7000-8000-000000000001',
  attempt: 1,
  event: {
    id: '0199b1a0-0000-7000-8000-0000000000aa',
    external_id: '7d444840-9dc0-41d1-b245-5ffdce74fad2',
    client_id: '0199b1a0-0000-7000-8000-0000000000bb',
    source_id: null,
    session_id: 's1',
    category: 'shop',
    name: 'order paid',
    timestamp: '2026-11-21T09:59:59.000Z',
    received_at: '2026-11-21T10:00:00.000Z',
    verdict: 'redact',
    severity: 'high',
    attributes: { brand: 'testBrand' },
    data: { body: 'card ************1111 “ok”', amount: 12.5 },
  },
};

/** The body that every kind sends when no template makes another. */
export const ENVELOPE = { type: MESSAGE.event.name, timestamp: MESSAGE.event.timestamp, data: MESSAGE.event };

type Line = { level: string; fields: object; text: string };
export type TestIo = Omit<SendIo, 'link'> & { lines: Line[] };

/** The world as a destination touches it in the product, with a fixed time and its log in memory. */
export function testIo(allow: AllowList, timeoutMs = 5_000): TestIo {
  const lines: Line[] = [];
  const until = performance.now() + timeoutMs;
  const remainingMs = (): number => Math.max(1, Math.ceil(until - performance.now()));
  return {
    fetch: (url, call) => outboundFetch(url, { ...call, timeoutMs: remainingMs(), allow }),
    dial: (call) => dial({ ...call, timeoutMs: remainingMs(), allow }),
    socketOptions: (call) => guardedSocketOptions({ ...call, allow }),
    openSocket: (call) => openSocket({ ...call, allow }),
    remainingMs,
    now: () => NOW,
    writeLine: (level, fields, text) => lines.push({ level, fields, text }),
    lines,
  };
}

/** One attempt with a config as the API would take it, over the link in the slot or one of its own. */
export async function sendTo(
  kind: DestinationKind,
  config: unknown,
  io: Omit<SendIo, 'link'>,
  message: Message = MESSAGE,
  slot?: LinkSlot,
): Promise<Outcome> {
  const contract = contractOf(kind);
  const own = slot ?? makeLinkSlot();
  const link = own.begin(io.remainingMs);
  let outcome: Outcome | undefined;
  try {
    outcome = await contract.send(contract.config.parse(config), message, { ...io, link: link.use });
    return outcome;
  } finally {
    link.end(outcome?.result === 'delivered' || outcome?.result === 'refused');
    if (slot === undefined) await own.close();
  }
}

/** A real server that speaks the kind's protocol. */
export type KindPeer = AsyncDisposable & {
  /** What leads a destination to it. */
  config: unknown;
  /** What opens it, and nothing else, to outbound calls. */
  allow: AllowList;
  /** How many events it has taken. */
  taken: () => number | Promise<number>;
};

export type KindUnderTest = {
  kind: DestinationKind;
  /** What leads a destination to any port of this machine. */
  configAt: (where: { host: string; port: number; origin: string }) => unknown;
  /** In every config above; none of them may show in what is told of a request. */
  secrets: readonly string[];
  accepting: () => Promise<KindPeer>;
  refusing: () => Promise<KindPeer>;
  /** Answers with far more than is kept. */
  verbose: () => Promise<KindPeer>;
  /** Whether the server speaks before the client does. */
  serverFirst?: boolean;
  /** Speaks the protocol a little at a time and never comes to an end. */
  drip: (socket: Socket) => void;
};

const SHORT_MS = 400;
const KEPT_BYTES = 20_000;

/** What holds for every kind of destination that goes out to another machine, each against a real peer. */
export function describeDestination(subject: KindUnderTest): void {
  const { kind, configAt, secrets, serverFirst = false } = subject;

  const against = async (start: () => Promise<KindPeer>): Promise<{ outcome: Outcome; taken: number }> => {
    await using peer = await start();
    const outcome = await sendTo(kind, peer.config, testIo(peer.allow));
    return { outcome, taken: await peer.taken() };
  };
  const againstRaw = async (speak: (socket: Socket) => void): Promise<Outcome> => {
    await using peer = await startRawPeer(speak, { at: serverFirst ? 'connect' : 'data' });
    const where = { host: '127.0.0.1', port: peer.port, origin: peer.origin };
    return await sendTo(kind, configAt(where), testIo(peer.allow, SHORT_MS));
  };
  const timed = async (run: () => Promise<Outcome>): Promise<Outcome> => {
    const startedAt = performance.now();
    const outcome = await run();
    expect(performance.now() - startedAt).toBeLessThan(SHORT_MS + 2_000);
    return outcome;
  };

  describe(`${kind}, as every kind,`, () => {
    it('delivers to a peer that takes it', async () => {
      const { outcome, taken } = await against(subject.accepting);
      expect(outcome).toMatchObject({ result: 'delivered' });
      expect(outcome.error).toBeUndefined();
      expect(taken).toBe(1);
    });

    it('calls what the peer refuses a refusal, and says why', async () => {
      const { outcome, taken } = await against(subject.refusing);
      expect(outcome).toMatchObject({ result: 'refused', error: expect.stringMatching(/\w+.*\.$/s) });
      expect(taken).toBe(0);
    });

    it('times out on silence', async () => {
      expect(await timed(() => againstRaw(() => {}))).toMatchObject({
        result: 'timed_out',
        error: expect.any(String),
      });
    });

    it('times out on a slow drip', async () => {
      expect(await timed(() => againstRaw(subject.drip))).toMatchObject({ result: 'timed_out' });
    });

    it('does not take garbage for an answer', async () => {
      const garbage = Buffer.from([0, 255, 13, 10, 7, 200, 13, 10]);
      const outcome = await timed(() => againstRaw((socket) => socket.end(garbage)));
      expect(outcome.result).toMatch(/^(unreachable|refused)$/);
      expect(outcome.error).toMatch(/\w/);
    });

    it('keeps at most 20 kB of what a peer says', async () => {
      const { outcome } = await against(subject.verbose);
      expect(Buffer.byteLength(outcome.response ?? '')).toBeGreaterThan(0);
      expect(Buffer.byteLength(outcome.response ?? '')).toBeLessThanOrEqual(KEPT_BYTES + 10);
      expect(Buffer.byteLength(outcome.error ?? '')).toBeLessThan(2_000);
    });

    it('calls a connection that is cut unreachable', async () => {
      expect(await timed(() => againstRaw((socket) => socket.destroy()))).toMatchObject({
        result: 'unreachable',
        error: expect.any(String),
      });
    });

    it('calls a closed port unreachable', async () => {
      const closed = await startHttpPeer();
      await closed[Symbol.asyncDispose]();
      const where = { host: '127.0.0.1', port: closed.port, origin: closed.origin };
      expect(await sendTo(kind, configAt(where), testIo(closed.allow))).toMatchObject({
        result: 'unreachable',
        error: 'The connection was refused.',
      });
    });

    it('does not reach a private address that nobody opened', async () => {
      await using peer = await subject.accepting();
      expect(await sendTo(kind, peer.config, testIo([]))).toMatchObject({
        result: 'unreachable',
        error: expect.stringContaining('not a public address'),
      });
      expect(await peer.taken()).toBe(0);
    });

    it('shows what was sent without its secrets', async () => {
      for (const start of [subject.accepting, subject.refusing]) {
        const { request } = (await against(start)).outcome;
        expect(request.url).toMatch(/\w/);
        const told = JSON.stringify(request);
        for (const secret of secrets) expect(told).not.toContain(secret);
      }
    });

    it('has its secrets taken out of what is stored in the open', async () => {
      await using peer = await subject.accepting();
      const { config, secretFields } = contractOf(kind);
      const given = config.parse(peer.config) as Record<string, unknown>;
      const { open, secrets: sealed } = splitSecrets(given, secretFields);
      for (const secret of secrets) expect(JSON.stringify(open)).not.toContain(secret);
      expect(joinSecrets(open, sealed)).toEqual(given);
    });

    it('refuses a config with an unknown member', async () => {
      await using peer = await subject.accepting();
      const { config } = contractOf(kind);
      expect(config.safeParse(peer.config).success).toBe(true);
      expect(config.safeParse({ ...(peer.config as object), surprise: 1 }).success).toBe(false);
    });
  });
}
