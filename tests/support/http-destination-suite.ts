import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '#lib/dispatch/destination.ts';
import type { DestinationKind } from '#lib/dispatch/destinations/schema.ts';
import { describeDestination, type KindPeer, NOW, sendTo, testIo } from './destination-suite.ts';
import { type HttpPeer, type PeerAnswer, startHttpPeer } from './peer-http.ts';

export type HttpKind = {
  kind: DestinationKind;
  /** What leads a destination to a server of this machine. */
  config: (origin: string) => unknown;
  secrets: readonly string[];
  /** How a server says that it took the event. */
  accept: PeerAnswer;
};

/** A server of a kind that counts what it took with a status of success. */
export async function startKindPeer(
  config: (origin: string) => unknown,
  answer: PeerAnswer,
): Promise<KindPeer & { http: HttpPeer }> {
  let taken = 0;
  const http = await startHttpPeer((call, response) => {
    response.on('finish', () => {
      if (response.statusCode < 300) taken += 1;
    });
    answer(call, response);
  });
  return {
    config: config(http.origin),
    allow: http.allow,
    taken: () => taken,
    http,
    [Symbol.asyncDispose]: () => http[Symbol.asyncDispose](),
  };
}

/** The head of an answer, and then a space now and then. */
export function dripHttp(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n');
  const timer = setInterval(() => socket.write(' '), 20);
  socket.on('close', () => clearInterval(timer));
}

/** What holds for every kind that is one request over HTTP, besides what holds for every kind. */
export function describeHttpDestination({ kind, config, secrets, accept }: HttpKind): void {
  const answering = (answer: PeerAnswer) => (): Promise<KindPeer> => startKindPeer(config, answer);
  describeDestination({
    kind,
    configAt: ({ origin }) => config(origin),
    secrets,
    accepting: answering(accept),
    refusing: answering((_call, response) => response.writeHead(500).end('{"why":"no"}')),
    verbose: answering((_call, response) => response.writeHead(500).end('é'.repeat(2_000_000))),
    drip: dripHttp,
  });

  describe(`${kind}, as every kind over HTTP,`, () => {
    const against = async (answer: PeerAnswer): Promise<Outcome> => {
      await using peer = await startHttpPeer(answer);
      return await sendTo(kind, config(peer.origin), testIo(peer.allow));
    };

    it.each([400, 401, 404, 409, 422, 500, 502, 503])(
      'calls %i a refusal and keeps the answer',
      async (status) => {
        const outcome = await against((_call, response) => response.writeHead(status).end('{"why":"no"}'));
        expect(outcome).toMatchObject({ result: 'refused', statusCode: status, response: '{"why":"no"}' });
        expect(outcome.error).toContain(`Answered ${status}`);
        expect(outcome.gone).toBeUndefined();
      },
    );

    it('hands on how long a busy destination asks to wait', async () => {
      const outcome = await against((_call, response) =>
        response.writeHead(429, { 'retry-after': '7' }).end(),
      );
      expect(outcome).toMatchObject({ result: 'refused', statusCode: 429, retryAfterMs: 7_000 });
    });

    it('reads a date in Retry-After', async () => {
      const until = new Date(NOW.getTime() + 90_000).toUTCString();
      const outcome = await against((_call, response) =>
        response.writeHead(503, { 'retry-after': until }).end(),
      );
      expect(outcome).toMatchObject({ result: 'refused', retryAfterMs: 90_000 });
    });

    it('says that 410 is final', async () => {
      const outcome = await against((_call, response) => response.writeHead(410).end());
      expect(outcome).toMatchObject({ result: 'refused', statusCode: 410, gone: true });
    });

    it('refuses to be redirected', async () => {
      await using elsewhere = await startHttpPeer();
      const outcome = await against((_call, response) =>
        response.writeHead(302, { location: elsewhere.origin }).end(),
      );
      expect(outcome).toMatchObject({ result: 'refused', statusCode: 302 });
      expect(elsewhere.calls).toHaveLength(0);
    });

    it('calls an answer that breaks off unreachable', async () => {
      const outcome = await against((_call, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"half":');
        setTimeout(() => response.destroy(), 20);
      });
      expect(outcome).toMatchObject({ result: 'unreachable' });
    });
  });
}
