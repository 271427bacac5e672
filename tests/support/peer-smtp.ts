import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerAuthentication, type SMTPServerOptions } from 'smtp-server';
import { type AllowList, parseAllowList } from '#lib/platform/address.ts';

type TakenMail = {
  from: string;
  to: string[];
  source: string;
  user: string | undefined;
  secure: boolean;
};
type Refusal = { at: 'mail' | 'rcpt' | 'data'; code: number; text: string; address?: string };

export type SmtpPeer = AsyncDisposable & {
  port: number;
  allow: AllowList;
  mails: TakenMail[];
  /** What is refused from now on. */
  refuse: (refusal: Refusal | null) => void;
};
export type SmtpPeerOptions = {
  tls?: 'none' | 'starttls' | 'implicit';
  certificate?: { key: string; cert: string };
  /** Without one, nobody has to sign in. */
  login?: { user: string; password: string };
};

const failure = ({ code, text }: Refusal): Error => Object.assign(new Error(text), { responseCode: code });

/** A real mail server on a free local port that keeps what it takes. */
export async function startSmtpPeer(options: SmtpPeerOptions = {}): Promise<SmtpPeer> {
  const { tls = 'none', certificate, login } = options;
  const mails: TakenMail[] = [];
  let refusal: Refusal | null = null;
  const refuses = (at: Refusal['at'], address?: string): Error | null =>
    refusal?.at === at && (refusal.address === undefined || refusal.address === address)
      ? failure(refusal)
      : null;
  const onAuth: SMTPServerOptions['onAuth'] = (auth: SMTPServerAuthentication, _session, done) => {
    if (auth.username === login?.user && auth.password === login?.password) done(null, { user: login?.user });
    else done(failure({ at: 'mail', code: 535, text: 'Authentication credentials invalid' }));
  };
  const server = new SMTPServer({
    secure: tls === 'implicit',
    ...(certificate ?? {}),
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disabledCommands: [...(tls === 'none' ? ['STARTTLS'] : []), ...(login === undefined ? ['AUTH'] : [])],
    logger: false,
    onAuth,
    onMailFrom: (address, _session, done) => done(refuses('mail', address.address)),
    onRcptTo: (address, _session, done) => done(refuses('rcpt', address.address)),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const fault = refuses('data');
        if (fault) return done(fault);
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString('utf8'),
          user: session.user,
          secure: session.secure,
        });
        done(null, 'queued as 4Zx9');
      });
    },
  });
  // Clients that break off are what some tests are about.
  server.on('error', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    allow: parseAllowList(`127.0.0.1:${port}`),
    mails,
    refuse: (next) => {
      refusal = next;
    },
    [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
  };
}

function decoded(part: string): { type: string; text: string } {
  const at = part.indexOf('\r\n\r\n');
  const [head, body] = [part.slice(0, at), part.slice(at + 4)];
  const type = /^content-type: ([^;\s]+)/im.exec(head)?.[1] ?? 'text/plain';
  const encoding = /^content-transfer-encoding: (\S+)/im.exec(head)?.[1]?.toLowerCase();
  if (encoding === 'base64') return { type, text: Buffer.from(body, 'base64').toString('utf8') };
  if (encoding !== 'quoted-printable') return { type, text: body };
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { type, text: Buffer.from(bytes, 'latin1').toString('utf8') };
}

/** A mail with alternatives as a reader sees it: its headers unfolded, its parts decoded. */
export function readMail(source: string): {
  header: (name: string) => string | undefined;
  parts: Record<string, string>;
} {
  const at = source.indexOf('\r\n\r\n');
  const head = source.slice(0, at).replace(/\r\n[ \t]+/g, ' ');
  const header = (name: string): string | undefined =>
    new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.replace('\r', '');
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? '';
  const parts = source
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => decoded(part.replace(/^\r\n/, '')));
  return { header, parts: Object.fromEntries(parts.map(({ type, text }) => [type, text])) };
}
