import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type NatsConnection, nkeys } from '@nats-io/transport-node';
import { type AllowList, parseAllowList } from '#lib/platform/address.ts';
import { freePort } from '#lib/platform/free-port.ts';
import { makeCertificate } from './certificate.ts';
import { findProgram, startSystemProgram } from './system-program.ts';

export const NATS_USER = 'eye';
export const NATS_PASSWORD = 'nats-top-secret';

export type NatsPeer = AsyncDisposable & {
  port: number;
  tlsPort: number;
  ca: string;
  seed: string;
  allow: AllowList;
  /** May do everything; the user of the destination may not publish below `forbidden`. */
  admin: NatsConnection;
};

/** A server with JetStream on a free port, and one that wants TLS, each with its own data. */
export async function startNatsPeer(): Promise<NatsPeer> {
  const program = findProgram('nats-server', 'nats-server');
  const folder = await mkdtemp(join(tmpdir(), 'eye-nats-'));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const { key, cert } = await makeCertificate('DNS:broker.test,IP:127.0.0.1');
  const user = nkeys.createUser();
  const file = (name: string): string => join(folder, name);
  await writeFile(file('key.pem'), key);
  await writeFile(file('cert.pem'), cert);
  const configOf = (at: number, more: string): string => `
    listen: "127.0.0.1:${at}"
    max_payload: 1MB
    authorization {
      users: [
        { user: "admin", password: "admin" },
        { user: "${NATS_USER}", password: "${NATS_PASSWORD}", permissions: { publish: { deny: "forbidden.>" } } },
        { nkey: "${user.getPublicKey()}" }
      ]
    }
    ${more}`;
  await writeFile(file('plain.conf'), configOf(port, `jetstream { store_dir: "${file('store')}" }`));
  const tls = `tls { cert_file: "${file('cert.pem')}", key_file: "${file('key.pem')}" }`;
  await writeFile(file('tls.conf'), configOf(tlsPort, tls));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['plain.conf', 'tls.conf'])
    stack.use(
      await startSystemProgram(program, ['-c', file(name)], { cwd: folder, says: /Server is ready/ }),
    );
  const admin = await connect({ servers: `127.0.0.1:${port}`, user: 'admin', pass: 'admin' });
  stack.defer(() => admin.close());
  const kept = stack.move();
  return {
    port,
    tlsPort,
    ca: cert,
    seed: new TextDecoder().decode(user.getSeed()),
    allow: parseAllowList(`127.0.0.1:${port},127.0.0.1:${tlsPort}`),
    admin,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** A stream over one subject, by the API of JetStream. */
export async function addStream(admin: NatsConnection, name: string, settings: object): Promise<void> {
  const answer = await admin.request(`$JS.API.STREAM.CREATE.${name}`, JSON.stringify({ name, ...settings }));
  const { error } = answer.json<{ error?: { description: string } }>();
  if (error) throw new Error(error.description);
}

export async function countStream(admin: NatsConnection, name: string): Promise<number> {
  const answer = await admin.request(`$JS.API.STREAM.INFO.${name}`);
  return answer.json<{ state: { messages: number } }>().state.messages;
}

export async function firstInStream(
  admin: NatsConnection,
  name: string,
): Promise<{ data: string; headers: string }> {
  const answer = await admin.request(`$JS.API.STREAM.MSG.GET.${name}`, JSON.stringify({ seq: 1 }));
  const { message } = answer.json<{ message: { data: string; hdrs: string } }>();
  const text = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');
  return { data: text(message.data), headers: text(message.hdrs) };
}
