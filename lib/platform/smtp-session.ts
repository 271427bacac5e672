import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';

/** More than a server has to say in one session; whoever says more is not listened to. */
const MAX_HEARD_BYTES = 1_048_576;
const LOOK_MS = 50;

type Refused = { address: string; response: string };
export type SmtpResult =
  | { kind: 'sent'; response: string; refused: readonly Refused[] }
  | { kind: 'refused'; code: number; response: string }
  | { kind: 'broken'; reason: string }
  | { kind: 'timed_out' };

export type SmtpLogin = { type: 'none' } | { type: 'password'; user: string; password: string };
type SmtpServer = {
  host: string;
  tls: 'starttls' | 'implicit' | 'none';
  /** Certificates (PEM) that are trusted in place of the system's. */
  ca?: string | undefined;
  login: SmtpLogin;
};

export type SmtpSession = {
  socket: Socket | TLSSocket;
  config: SmtpServer;
  from: string;
  recipients: readonly string[];
  source: Buffer;
  timeoutMs: number;
};

const REASONS: Readonly<Record<string, string>> = {
  ECONNECTION: 'The connection was cut.',
  ESOCKET: 'The connection was cut.',
  EPROTOCOL: 'The server does not speak SMTP.',
};

function failureOf(error: SMTPConnection.SMTPError): SmtpResult {
  const { responseCode, response = '', code = '', message } = error;
  if (responseCode !== undefined && responseCode >= 400)
    return { kind: 'refused', code: responseCode, response };
  if (code === 'ETIMEDOUT') return { kind: 'timed_out' };
  if (code === 'ETLS' || /certificate|\bTLS\b|\bSSL\b/i.test(message))
    return { kind: 'broken', reason: `TLS could not be agreed on: ${message}.` };
  return { kind: 'broken', reason: REASONS[code] ?? message };
}

const refusedOf = ({ rejectedErrors = [] }: SMTPConnection.SentMessageInfo): Refused[] =>
  rejectedErrors.map((error) => ({
    address: String((error as { recipient?: unknown }).recipient),
    response: error.response ?? error.message,
  }));

/**
 * One mail over a connection that is there already. Everything ends within the time limit and closes the connection;
 * what the server says against it is a result.
 */
export function sendMail(session: SmtpSession): Promise<SmtpResult> {
  const { socket, config, timeoutMs } = session;
  const { tls, login, host, ca } = config;
  const smtp = new SMTPConnection({
    connection: socket,
    host,
    secure: tls === 'implicit',
    secured: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: ca === undefined ? {} : { ca },
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    logger: false,
  });
  return new Promise((done) => {
    const finish = (result: SmtpResult): void => {
      // Only the first of them counts: closing ends in further ones.
      done(result);
      clearTimeout(limit);
      clearInterval(look);
      if (result.kind === 'sent') smtp.quit();
      else smtp.close();
      // Who does not answer the farewell is not waited for.
      setTimeout(() => socket.destroy(), 1_000).unref();
    };
    const fail = (error: SMTPConnection.SMTPError): void => finish(failureOf(error));
    const limit = setTimeout(() => finish({ kind: 'timed_out' }), timeoutMs);
    const look = setInterval(() => {
      if (socket.bytesRead > MAX_HEARD_BYTES)
        finish({ kind: 'broken', reason: 'The server says more than a session holds.' });
    }, LOOK_MS);
    smtp.on('error', fail);
    // A cut before the greeting is no error to the client; others reach it first as one, with their reason.
    smtp.on('end', () => finish({ kind: 'broken', reason: 'The connection was cut.' }));
    socket.once('close', () =>
      setTimeout(() => finish({ kind: 'broken', reason: 'The connection was cut.' }), LOOK_MS),
    );
    const send = (): void =>
      smtp.send({ from: session.from, to: [...session.recipients] }, session.source, (error, info) =>
        error ? fail(error) : finish({ kind: 'sent', response: info.response, refused: refusedOf(info) }),
      );
    smtp.connect((error) => {
      if (error) return fail(error);
      if (login.type === 'none') return send();
      const credentials = { user: login.user, pass: login.password };
      smtp.login({ credentials }, (refused) => (refused ? fail(refused) : send()));
    });
  });
}
