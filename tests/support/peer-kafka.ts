import { execFile } from 'node:child_process';
import { type AddressInfo, createServer, connect as dialTcp, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { type AllowList, parseAllowList } from '#lib/platform/address.ts';
import { findProgram, startSystemProgram } from './system-program.ts';

const run = promisify(execFile);

type KafkaRecord = { key: string | null; payload: string; headers: string[]; partition: number };

export type KafkaPeer = AsyncDisposable & {
  brokers: string[];
  allow: AllowList;
  /** What an independent client reads from a topic. */
  read: (topic: string) => Promise<KafkaRecord[]>;
};

/** The mock cluster of librdkafka: real brokers as far as clients can tell, in the memory of one kcat. */
export async function startKafkaPeer(brokerCount: number): Promise<KafkaPeer> {
  const kcat = findProgram('kcat', 'kcat');
  const mock = ['-X', `test.mock.num.brokers=${brokerCount}`, '-d', 'mock'];
  const program = await startSystemProgram(kcat, ['-P', '-b', '127.0.0.1:1', '-t', 'unused', ...mock], {
    // It holds nothing, and would wait for what was never sent.
    stopBy: 'SIGKILL',
    says: /Mock cluster \S+ bootstrap\.servers=(\S+)/,
  });
  const list = program.found[1] ?? '';
  return {
    brokers: list.split(','),
    allow: parseAllowList(list),
    read: async (topic) => {
      const { stdout } = await run(kcat, [
        '-C',
        '-b',
        list,
        '-t',
        topic,
        '-e',
        '-q',
        '-J',
        '-o',
        'beginning',
      ]);
      const lines = stdout.split('\n').filter((line) => line !== '');
      return lines.map((line) => JSON.parse(line) as KafkaRecord);
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

const PRODUCE = 0;
const MESSAGE_TOO_LARGE = 10;

/** Cuts a stream into the messages of the protocol, each behind its size. */
function onFrames(socket: Socket, take: (frame: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE()) {
      const end = 4 + rest.readInt32BE();
      take(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
}

/** The answer to a request to produce, before its version 9, that every partition refuses. */
function refuseProduce(frame: Buffer, error: number): Buffer {
  const version = frame.readInt16BE(6);
  const correlation = frame.subarray(8, 12);
  let at = 12;
  const skipText = (): void => {
    at += 2 + Math.max(0, frame.readInt16BE(at));
  };
  skipText();
  if (version >= 3) skipText();
  at += 6;
  if (frame.readInt32BE(at) !== 1) throw new Error('One topic was expected.');
  at += 4;
  const topicAt = at;
  skipText();
  const topic = frame.subarray(topicAt, at);
  const partition = frame.subarray(at + 4, at + 8);
  const one = Buffer.from([0, 0, 0, 1]);
  const fault = Buffer.alloc(2 + 8 + (version >= 2 ? 8 : 0) + (version >= 5 ? 8 : 0));
  fault.writeInt16BE(error);
  const parts = [correlation, one, topic, one, partition, fault, Buffer.alloc(version >= 1 ? 4 : 0)];
  const body = Buffer.concat(parts);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

/** In front of a cluster of one: hands everything on but records, which it refuses as too large. */
export async function startRefusingKafka(cluster: KafkaPeer): Promise<AsyncDisposable & { broker: string }> {
  const behind = Number(cluster.brokers[0]?.split(':')[1]);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = dialTcp(behind, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => [client, upstream].map((one) => one.destroy()));
    }
    onFrames(client, (frame) => {
      if (frame.readInt16BE(4) === PRODUCE) client.write(refuseProduce(frame, MESSAGE_TOO_LARGE));
      else upstream.write(frame);
    });
    onFrames(upstream, (frame) => client.write(readdress(frame, behind, port)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    broker: `127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

/** The broker names itself by its own port; clients have to come back to this one. */
function readdress(frame: Buffer, from: number, to: number): Buffer {
  const place = (at: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(at);
    return Buffer.concat([Buffer.from('127.0.0.1'), bytes]);
  };
  const found = frame.indexOf(place(from));
  if (found < 0) return frame;
  const changed = Buffer.from(frame);
  place(to).copy(changed, found);
  return changed;
}
