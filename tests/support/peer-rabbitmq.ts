import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConfirmChannel, connect } from 'amqplib';
import { type AllowList, parseAllowList } from '#lib/platform/address.ts';
import { freePort } from '#lib/platform/free-port.ts';
import { makeCertificate } from './certificate.ts';
import { findProgram, startSystemProgram } from './system-program.ts';

export const RABBIT_USER = 'eye';
export const RABBIT_PASSWORD = 'rabbit-top-secret';

export type RabbitPeer = AsyncDisposable & {
  port: number;
  tlsPort: number;
  ca: string;
  allow: AllowList;
  channel: ConfirmChannel;
};

/** A RabbitMQ of its own on free ports, with its own names and data, and a channel to look into it. */
export async function startRabbitPeer(): Promise<RabbitPeer> {
  const server = findProgram('rabbitmq-server', 'rabbitmq-server').replace(
    /^\/usr\/sbin\//,
    '/usr/lib/rabbitmq/bin/',
  );
  const epmd = findProgram('epmd', 'rabbitmq-server');
  const folder = await mkdtemp(join(tmpdir(), 'eye-rabbitmq-'));
  const [port, tlsPort, distPort, epmdPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const { key, cert } = await makeCertificate('DNS:broker.test,IP:127.0.0.1');
  const file = (name: string): string => join(folder, name);
  await writeFile(file('key.pem'), key);
  await writeFile(file('cert.pem'), cert);
  await writeFile(file('plugins'), '[].');
  await writeFile(
    file('rabbitmq.conf'),
    [
      `listeners.tcp.1 = 127.0.0.1:${port}`,
      `listeners.ssl.1 = 127.0.0.1:${tlsPort}`,
      `ssl_options.cacertfile = ${file('cert.pem')}`,
      `ssl_options.certfile = ${file('cert.pem')}`,
      `ssl_options.keyfile = ${file('key.pem')}`,
      `default_user = ${RABBIT_USER}`,
      `default_pass = ${RABBIT_PASSWORD}`,
      'log.console = true',
      'log.console.level = info',
      'log.file = false',
    ].join('\n'),
  );
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'test',
    PATH: process.env.PATH,
    HOME: folder,
    LANG: 'C.UTF-8',
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(epmdPort),
    RABBITMQ_NODENAME: `eye-${randomUUID()}@localhost`,
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_MNESIA_BASE: file('mnesia'),
    RABBITMQ_LOG_BASE: file('log'),
    RABBITMQ_CONFIG_FILE: file('rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: file('plugins'),
    RABBITMQ_PID_FILE: file('pid'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1',
  };
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  // In the foreground: the one that Erlang would start stays when the broker has gone.
  stack.use(await startSystemProgram(epmd, ['-d'], { env, cwd: folder, says: /epmd running/ }));
  stack.use(await startSystemProgram(server, [], { env, cwd: folder, says: /Server startup complete/ }));
  const model = await connect(`amqp://${RABBIT_USER}:${RABBIT_PASSWORD}@127.0.0.1:${port}`);
  model.on('error', () => undefined);
  stack.defer(() => model.close());
  const channel = await model.createConfirmChannel();
  const kept = stack.move();
  return {
    port,
    tlsPort,
    ca: cert,
    allow: parseAllowList(`127.0.0.1:${port},127.0.0.1:${tlsPort},broker.test:${tlsPort}`),
    channel,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
