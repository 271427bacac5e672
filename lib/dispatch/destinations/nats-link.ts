import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import {
  type Authenticator,
  AuthorizationError,
  credsAuthenticator,
  headers,
  InvalidArgumentError,
  InvalidSubjectError,
  type MsgHdrs,
  type NatsConnection,
  nkeyAuthenticator,
  PermissionViolationError,
  RequestError,
  TimeoutError,
  tokenAuthenticator,
  UserAuthenticationExpiredError,
  usernamePasswordAuthenticator,
} from '@nats-io/transport-node';
import { describeFailure } from '#lib/platform/connection-failure.ts';
import type { SendIo } from '../destination.ts';
import type { Link, LinkFailure, Opened } from '../link.ts';
import type { NatsConfig } from './nats-config.ts';
import { connectNats, tlsOf } from './nats-transport.ts';
import { type Answer, answerOf, sentence } from './through-link.ts';

const PING_MS = 30_000;
const LEAVE_MS = 1_000;
const MSG_ID = 'Nats-Msg-Id';

type Publication = { subject: string; body: string; id: string; headers: Readonly<Record<string, string>> };
export type NatsLink = Link & { publish: (what: Publication, timeoutMs: number) => Promise<Answer> };

function authenticatorOf({ login }: NatsConfig): { authenticator?: Authenticator } {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  switch (login.type) {
    case 'none':
      return {};
    case 'password':
      return { authenticator: usernamePasswordAuthenticator(login.username, login.password) };
    case 'token':
      return { authenticator: tokenAuthenticator(login.token) };
    case 'nkey':
      return { authenticator: nkeyAuthenticator(bytes(login.seed)) };
    case 'creds':
      return { authenticator: credsAuthenticator(bytes(login.creds)) };
  }
}

export async function openNats(
  config: NatsConfig,
  io: Pick<SendIo, 'openSocket' | 'remainingMs'>,
  signal: AbortSignal,
): Promise<Opened<NatsLink>> {
  const { host, port, tls, ca } = config;
  let socket: Socket | undefined;
  const destroy = (): unknown => socket?.destroy();
  signal.addEventListener('abort', destroy, { once: true });
  try {
    const connection = await connectNats({
      ...authenticatorOf(config),
      openSocket: () => {
        socket = io.openSocket({ host, port, tls: tls ? 'later' : null });
        return socket;
      },
      tls: tls ? { ...tlsOf(host, ca), ...(isIP(host) === 0 ? { servername: host } : {}) } : null,
      timeout: io.remainingMs(),
      pingInterval: PING_MS,
      maxPingOut: 2,
    });
    return { kind: 'open', link: makeLink(connection, config, destroy) };
  } catch (error) {
    destroy();
    return failureOf(error);
  } finally {
    signal.removeEventListener('abort', destroy);
  }
}

function failureOf(error: unknown): LinkFailure {
  const { message } = error as Error;
  if (error instanceof AuthorizationError || error instanceof UserAuthenticationExpiredError)
    return { kind: 'refused', reason: sentence(`The server refused the connection: ${message}`) };
  if (error instanceof TimeoutError)
    return { kind: 'timed_out', reason: 'The server did not answer in time.' };
  const failure = describeFailure((error as Error).cause ?? error);
  return { ...failure, reason: sentence(failure.reason) };
}

function makeLink(connection: NatsConnection, { mode }: NatsConfig, destroy: () => unknown): NatsLink {
  const violations = watchViolations(connection);
  return {
    isOpen: () => !connection.isClosed(),
    close: async () => {
      const late = new Promise((done) => setTimeout(done, LEAVE_MS).unref());
      await Promise.race([connection.close().catch(() => undefined), late]);
      destroy();
    },
    publish: async (what, timeoutMs) => {
      try {
        return mode === 'core'
          ? await publishCore(connection, what, violations)
          : await publishStream(connection, what, timeoutMs);
      } catch (error) {
        return refusalOf(error) ?? answerOf(failureOf(error));
      }
    },
  };
}

function headersOf({ id, headers: values }: Publication): MsgHdrs {
  const made = headers();
  made.set(MSG_ID, id);
  for (const [name, value] of Object.entries(values)) made.set(name, value.replace(/[\r\n]/g, ' '));
  return made;
}

/** The server says what it does not allow before it answers the ping that follows. */
async function publishCore(
  connection: NatsConnection,
  what: Publication,
  violations: ReadonlyMap<string, string>,
): Promise<Answer> {
  connection.publish(what.subject, what.body, { headers: headersOf(what) });
  await connection.flush();
  await new Promise((done) => setImmediate(done));
  const violation = violations.get(what.subject);
  return violation === undefined
    ? { result: 'delivered', response: 'taken' }
    : { result: 'refused', error: sentence(`The server refused: ${violation}`) };
}

type StreamAnswer = { stream?: string; error?: { code?: number; description?: string } };

/** A stream answers where the message was published to: stored, a repeat of what is stored, or an error. */
async function publishStream(
  connection: NatsConnection,
  what: Publication,
  timeoutMs: number,
): Promise<Answer> {
  const message = await connection.request(what.subject, what.body, {
    timeout: timeoutMs,
    headers: headersOf(what),
  });
  const response = message.string();
  let answer: StreamAnswer | null;
  try {
    answer = JSON.parse(response) as StreamAnswer | null;
  } catch {
    answer = null;
  }
  if (answer?.error)
    return {
      result: 'refused',
      response,
      error: sentence(`The stream refused: ${answer.error.description ?? 'it did not say why'}`),
    };
  if (typeof answer?.stream !== 'string')
    return { result: 'refused', response, error: 'What answered on the subject is not a stream.' };
  return { result: 'delivered', response };
}

function watchViolations(connection: NatsConnection): ReadonlyMap<string, string> {
  const violations = new Map<string, string>();
  void (async () => {
    for await (const status of connection.status()) {
      if (status.type !== 'error' || !(status.error instanceof PermissionViolationError)) continue;
      violations.set(status.error.subject, status.error.message);
    }
  })();
  return violations;
}

function refusalOf(error: unknown): Answer | null {
  const cause = error instanceof RequestError ? error.cause : error;
  if (error instanceof RequestError && error.isNoResponders())
    return { result: 'refused', error: 'No stream takes the subject.' };
  if (cause instanceof PermissionViolationError)
    return { result: 'refused', error: sentence(`The server refused: ${cause.message}`) };
  if (cause instanceof InvalidSubjectError || cause instanceof InvalidArgumentError)
    return { result: 'refused', error: sentence(`The server does not take the message: ${cause.message}`) };
  return null;
}
