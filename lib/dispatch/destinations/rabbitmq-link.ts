import type { Socket } from 'node:net';
import { type ChannelModel, type ConfirmChannel, connect, type Options } from 'amqplib';
import { describeFailure } from '#lib/platform/connection-failure.ts';
import { watchVolume } from '#lib/platform/watch-volume.ts';
import type { SendIo } from '../destination.ts';
import type { Link, Opened } from '../link.ts';
import type { RabbitmqConfig } from './rabbitmq-config.ts';
import { type Answer, answerOf, sentence } from './through-link.ts';

const HEARTBEAT_S = 30;
const LEAVE_MS = 1_000;

const MESSAGE_OPTIONS = {
  mandatory: true,
  persistent: true,
  contentEncoding: 'utf-8',
  appId: 'the-eye',
} as const;
/** The broker is going away by itself (AMQP's connection-forced). */
const FORCED = 320;

type Fault = Error & { code?: number | string };

export type RabbitLink = Link & {
  publish: (
    message: { exchange: string; key: string; body: string },
    options: Pick<Options.Publish, 'messageId' | 'contentType' | 'headers' | 'timestamp'>,
  ) => Promise<Answer>;
};

type Io = Pick<SendIo, 'openSocket' | 'socketOptions'>;

/** What amqplib hands on to `net.connect` and `tls.connect`. */
function socketOf({ host, port, tls, ca }: RabbitmqConfig, io: Io, signal: AbortSignal): object {
  if (!tls) return { ...io.socketOptions({ host, port, tls: null }), signal };
  const socket = io.openSocket({ host, port, tls: 'later' });
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  return { socket, signal, ...(ca === undefined ? {} : { ca }) };
}

/** Connects, signs in and opens a channel that confirms. */
export async function openRabbit(
  config: RabbitmqConfig,
  io: Io,
  signal: AbortSignal,
): Promise<Opened<RabbitLink>> {
  const { host, port, tls, vhost, username, password } = config;
  // Without TLS the lookup knows the host: a literal address would be dialled without being asked for.
  const hostname = tls ? host : 'outbound.invalid';
  const protocol = tls ? 'amqps' : 'amqp';
  try {
    const model = await connect(
      {
        protocol,
        hostname,
        port,
        vhost: encodeURIComponent(vhost),
        username,
        password,
        heartbeat: HEARTBEAT_S,
      },
      { ...socketOf(config, io, signal), noDelay: true },
    );
    model.on('error', () => undefined);
    const { stream } = model.connection as unknown as { stream: Socket };
    watchVolume(stream);
    const destroy = (): unknown => stream.destroy();
    signal.addEventListener('abort', destroy, { once: true });
    const channel = await model.createConfirmChannel();
    signal.removeEventListener('abort', destroy);
    return { kind: 'open', link: makeLink(model, channel, destroy) };
  } catch (error) {
    return failureOf(error);
  }
}

/** A broker that says why it ends the handshake has been reached. */
function failureOf(error: unknown): Exclude<Opened<RabbitLink>, { kind: 'open' }> {
  const { message } = error as Error;
  const told = /^Handshake terminated by server: (.*)$/s.exec(message)?.[1];
  if (told !== undefined)
    return { kind: 'refused', reason: sentence(`The broker refused the connection: ${told}`) };
  // The library keeps to itself what a broker says about a virtual host.
  if (message.includes('ConnectionClose'))
    return { kind: 'refused', reason: 'The broker refused to open the virtual host.' };
  const failure = describeFailure(error);
  return { ...failure, reason: sentence(failure.reason) };
}

function makeLink(model: ChannelModel, channel: ConfirmChannel, destroy: () => unknown): RabbitLink {
  const returned = new Map<string, string>();
  let isOpen = true;
  let whyClosed: Answer = { result: 'unreachable', error: 'The connection was cut.' };
  const close = (): void => {
    isOpen = false;
  };
  model.on('close', close);
  const note = (error: Fault): void => {
    whyClosed = answerOfFault(error);
  };
  model.on('error', note);
  channel.on('error', note);
  channel.on('close', close);
  // A message that no queue takes comes back before it is confirmed.
  channel.on('return', ({ fields, properties }) => {
    const { replyCode, replyText } = fields as unknown as { replyCode: number; replyText: string };
    returned.set(String(properties.messageId), `${replyCode} ${replyText}`);
  });

  const answerTo = (id: string, error: Error | null): Answer => {
    const back = returned.get(id);
    returned.delete(id);
    if (error?.message === 'channel closed') return whyClosed;
    if (error) return { result: 'refused', error: 'The broker could not take the message (nack).' };
    if (back === undefined) return { result: 'delivered', response: 'confirmed' };
    return { result: 'refused', response: back, error: `No queue takes the message: ${back}.` };
  };

  return {
    isOpen: () => isOpen,
    close: () => leave(model, destroy),
    publish: ({ exchange, key, body }, options) =>
      new Promise((done) => {
        const id = String(options.messageId);
        const all = { ...options, ...MESSAGE_OPTIONS };
        try {
          channel.publish(exchange, key, Buffer.from(body), all, (error: Error | null) =>
            done(answerTo(id, error)),
          );
        } catch {
          done(whyClosed);
        }
      }),
  };
}

/** With a reply code of AMQP the broker itself ended channel or connection. */
function answerOfFault(error: Fault): Answer {
  if (typeof error.code !== 'number') return answerOf(describeFailure(error));
  const told = error.message.replace(/^(?:Channel|Connection) closed(?: by server)?: /, '');
  const words = sentence(`The broker ended it: ${told}`);
  if (error.code === FORCED) return { result: 'unreachable', error: words };
  return { result: 'refused', error: words, response: String(error.code) };
}

async function leave(model: ChannelModel, destroy: () => unknown): Promise<void> {
  const left = model.close().catch(() => undefined);
  const late = new Promise((done) => setTimeout(done, LEAVE_MS).unref());
  await Promise.race([left, late]);
  destroy();
}
