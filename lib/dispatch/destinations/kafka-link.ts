import type { Socket } from 'node:net';
import { type IHeaders, Kafka, logLevel, Partitioners, type Producer, type SASLOptions } from 'kafkajs';
import { describeFailure } from '#lib/platform/connection-failure.ts';
import { watchVolume } from '#lib/platform/watch-volume.ts';
import type { SendIo } from '../destination.ts';
import type { Link, LinkFailure, Opened } from '../link.ts';
import { splitBroker } from './kafka-address.ts';
import type { KafkaConfig } from './kafka-config.ts';
import { letQueuesSleep } from './kafka-queue.ts';
import { checkFrames } from './kafka-socket.ts';
import { type Answer, answerOf, sentence } from './through-link.ts';

const LEAVE_MS = 1_000;
const KEEP_ALIVE_MS = 30_000;
const NEXT_BROKER_MS = 50;
/** The longest that one request may take; attempts have their own, shorter limit. */
const REQUEST_MS = 30_000;

letQueuesSleep();

type Record = { key: string | null; value: string; headers: IHeaders };
export type KafkaLink = Link & { publish: (record: Record, timeoutMs: number) => Promise<Answer> };

/** The sockets of one client, to each broker that the cluster names, every one of them guarded. */
type Sockets = { open: Set<Socket>; fault: () => unknown; factory: Factory; destroy: () => void };
type Factory = (call: { host: string; port: number; onConnect: () => void }) => Socket;

/** The client takes a broker apart at its first colon; what it gets stands for the brokers of the config in order. */
const SEED = /^seed-(\d)\.invalid$/;
const seedsOf = ({ brokers }: KafkaConfig): string[] =>
  brokers.map((_broker, index) => `seed-${index}.invalid:9092`);

function makeSockets({ brokers, tls, ca }: KafkaConfig, io: Pick<SendIo, 'openSocket'>): Sockets {
  const open = new Set<Socket>();
  let fault: unknown;
  const connect: Factory = ({ onConnect, ...named }) => {
    const seed = brokers[Number(SEED.exec(named.host)?.[1] ?? -1)];
    const target = seed === undefined ? named : splitBroker(seed);
    const socket = io.openSocket({ ...target, tls: tls ? (ca === undefined ? {} : { ca }) : null });
    open.add(socket);
    socket.setKeepAlive(true, KEEP_ALIVE_MS).setNoDelay(true);
    socket.once('close', () => open.delete(socket));
    socket.once('error', (error) => {
      fault = error;
    });
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      if (socket.destroyed) return;
      watchVolume(socket);
      onConnect();
    });
    return checkFrames(socket);
  };
  return {
    open,
    fault: () => fault,
    factory: (call) => {
      try {
        return connect(call);
      } catch (error) {
        fault = error;
        throw error;
      }
    },
    // With an error: the client takes no notice of a socket that only closes.
    destroy: () => {
      for (const socket of open) socket.destroy(new Error('The connection was given up.'));
    },
  };
}

const saslOf = ({ login }: KafkaConfig): { sasl?: SASLOptions } => {
  if (login.type === 'none') return {};
  const { type: mechanism, username, password } = login;
  return { sasl: { mechanism, username, password } as SASLOptions };
};

export async function openKafka(
  config: KafkaConfig,
  io: Pick<SendIo, 'openSocket' | 'remainingMs'>,
  signal: AbortSignal,
): Promise<Opened<KafkaLink>> {
  const sockets = makeSockets(config, io);
  signal.addEventListener('abort', sockets.destroy, { once: true });
  const kafka = new Kafka({
    ...saslOf(config),
    brokers: seedsOf(config),
    clientId: 'the-eye',
    ssl: config.tls,
    socketFactory: sockets.factory as never,
    connectionTimeout: io.remainingMs(),
    authenticationTimeout: io.remainingMs(),
    requestTimeout: REQUEST_MS,
    // Once for each broker that is known. For records, the retry plan of the destination is the one that counts.
    retry: { retries: config.brokers.length - 1, initialRetryTime: NEXT_BROKER_MS },
    logLevel: logLevel.NOTHING,
  });
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { retries: 0 },
  });
  try {
    await producer.connect();
    return { kind: 'open', link: makeLink(producer, config, sockets) };
  } catch (error) {
    sockets.destroy();
    return failureOf(error, sockets);
  } finally {
    signal.removeEventListener('abort', sockets.destroy);
  }
}

type KafkaFault = Error & { type?: string; cause?: unknown };

/** Below what the client wraps around it. */
const rootOf = (error: unknown): KafkaFault => {
  const fault = error as KafkaFault;
  return fault.name === 'KafkaJSNumberOfRetriesExceeded' && fault.cause ? rootOf(fault.cause) : fault;
};

function failureOf(error: unknown, sockets: Pick<Sockets, 'fault'>): LinkFailure {
  const root = rootOf(error);
  const { name, message, type } = root;
  if (type === 'REQUEST_TIMED_OUT' || name === 'KafkaJSRequestTimeoutError')
    return { kind: 'timed_out', reason: sentence(message) };
  if (type !== undefined || name === 'KafkaJSSASLAuthenticationError' || name === 'KafkaJSMetadataNotLoaded')
    return { kind: 'refused', reason: sentence(`The broker refused: ${type ? `${type}: ` : ''}${message}`) };
  const failure = describeFailure(sockets.fault() ?? root);
  return { ...failure, reason: sentence(failure.reason) };
}

function makeLink(producer: Producer, { topic }: KafkaConfig, sockets: Sockets): KafkaLink {
  return {
    isOpen: () => sockets.open.size > 0,
    close: async () => {
      const late = new Promise((done) => setTimeout(done, LEAVE_MS).unref());
      await Promise.race([producer.disconnect().catch(() => undefined), late]);
      sockets.destroy();
    },
    publish: async (record, timeoutMs) => {
      try {
        const [stored] = await producer.send({ topic, acks: -1, timeout: timeoutMs, messages: [record] });
        const place = `${stored?.topicName}-${stored?.partition}@${stored?.baseOffset}`;
        return { result: 'delivered', response: place };
      } catch (error) {
        return answerOf(failureOf(error, sockets));
      }
    },
  };
}
