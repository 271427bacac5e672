import { connect, type Socket } from 'node:net';

export type RawAnswer = {
  status: number;
  headers: Headers;
  text: string;
  /** The connection ended after it, by itself. */
  closed: boolean;
};

/** What a server wrote on a connection, taken apart as far as one answer goes. */
function parse(bytes: Buffer, closed: boolean): RawAnswer {
  const [head = '', ...rest] = bytes.toString('latin1').split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1).trim()];
    }),
  );
  return { status: Number(first.split(' ')[1] ?? 0), headers, text: rest.join('\r\n\r\n'), closed };
}

/** A connection on which a test writes what no HTTP client would. */
export function openRaw(origin: string): { socket: Socket; answered: Promise<RawAnswer> } {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const answered = new Promise<RawAnswer>((resolve) => {
    socket.once('close', () => resolve(parse(Buffer.concat(chunks), true)));
  });
  return { socket, answered };
}

/** Writes these bytes and answers what came back until the server closed the connection. */
export function sendRaw(origin: string, bytes: string | Uint8Array): Promise<RawAnswer> {
  const { socket, answered } = openRaw(origin);
  socket.write(bytes);
  return answered;
}
