import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type Target = {
  url: string;
  /** POST with a body unless said. */
  method?: 'GET';
  headers: Readonly<Record<string, string>>;
};

/** Gets the status and, with its head, the answer as it came. */
type Answered = (status: number, text: string) => void;

export type Connection = {
  /** Sends what `requestBytes` made; one at a time. A connection that breaks answers 0. */
  ask: (request: Buffer, answered: Answered) => void;
  close: () => void;
};

/** The whole request, made once and sent often. */
export function requestBytes({ url, headers, method }: Target, body: string): Buffer {
  const { host, pathname, search } = new URL(url);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  if (method)
    return Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}\r\n`);
  const length = Buffer.byteLength(body);
  return Buffer.from(
    `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}content-length: ${length}\r\n\r\n${body}`,
  );
}

/** Whether the answer is whole: by its length, or, chunked, by its last chunk. */
function isWhole(text: string, headEnd: number): boolean {
  const head = text.slice(0, headEnd).toLowerCase();
  const at = head.indexOf('content-length: ');
  if (at !== -1) return text.length >= headEnd + 4 + Number.parseInt(head.slice(at + 16), 10);
  return !head.includes('transfer-encoding: chunked') || text.endsWith('0\r\n\r\n');
}

const saysClose = (text: string): boolean =>
  text.slice(0, text.indexOf('\r\n\r\n')).toLowerCase().includes('\r\nconnection: close');

function openSocket(url: string): Socket {
  const { port, hostname } = new URL(url);
  return connect(Number(port), hostname).setNoDelay(true).setEncoding('latin1');
}

/**
 * One kept-alive connection on a bare socket: a client library would use as much of the machine as what is
 * measured, and both share its cores. An answer that says it is the connection's last (RFC 9112, 9.6) is followed by a
 * new connection.
 */
async function openConnection(url: string): Promise<Connection> {
  let text = '';
  let waiting: Answered | null = null;
  const finish = (status: number): void => {
    const answered = waiting;
    const whole = text;
    waiting = null;
    text = '';
    if (saysClose(whole)) renew();
    answered?.(status, whole);
  };
  const listen = (opened: Socket): Socket => {
    opened.on('data', (chunk: unknown) => {
      if (opened !== socket) return;
      text = text === '' ? String(chunk) : text + chunk;
      const headEnd = text.indexOf('\r\n\r\n');
      if (headEnd !== -1 && isWhole(text, headEnd)) finish(Number(text.slice(9, 12)));
    });
    const broke = (): void => {
      if (opened === socket) finish(0);
    };
    return opened.on('error', broke).on('close', broke);
  };
  let socket = listen(openSocket(url));
  const renew = (): void => {
    socket.end();
    socket = listen(openSocket(url));
  };
  await once(socket, 'connect');
  return {
    ask: (request, answered) => {
      if (socket.destroyed) return answered(0, '');
      waiting = answered;
      socket.write(request);
    },
    close: () => socket.destroy(),
  };
}

export const openConnections = (url: string, count: number): Promise<Connection[]> =>
  Promise.all(Array.from({ length: count }, () => openConnection(url)));
