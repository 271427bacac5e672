import { beforeAll, describe, expect, it } from 'vitest';
import { contractOf } from '#lib/dispatch/registry.ts';
import { makeCertificate } from '#tests/support/certificate.ts';
import {
  describeDestination,
  type KindPeer,
  MESSAGE,
  sendTo,
  testIo,
} from '#tests/support/destination-suite.ts';
import { readMail, type SmtpPeer, startSmtpPeer } from '#tests/support/peer-smtp.ts';

const LOGIN = { user: 'eye@example.com', password: 'smtp-pässword-1' };
const base = { host: '127.0.0.1', tls: 'none', from: 'eye@example.com', to: ['oncall@example.com'] };
const signedIn = (port: number) => ({ ...base, port, login: { type: 'password', ...LOGIN } });

const kindPeer = (peer: SmtpPeer): KindPeer => ({
  config: signedIn(peer.port),
  allow: peer.allow,
  taken: () => peer.mails.length,
  [Symbol.asyncDispose]: () => peer[Symbol.asyncDispose](),
});

async function refusing(text: string): Promise<KindPeer> {
  const peer = await startSmtpPeer({ login: LOGIN });
  peer.refuse({ at: 'data', code: 554, text });
  return kindPeer(peer);
}

describeDestination({
  kind: 'email',
  configAt: ({ port }) => signedIn(port),
  secrets: [LOGIN.password, Buffer.from(`\0${LOGIN.user}\0${LOGIN.password}`).toString('base64')],
  accepting: async () => kindPeer(await startSmtpPeer({ login: LOGIN })),
  refusing: () => refusing('5.7.1 not wanted'),
  verbose: () => refusing('no '.repeat(100_000)),
  serverFirst: true,
  drip: (socket) => {
    const timer = setInterval(() => socket.write('220-wait\r\n'), 20);
    socket.on('close', () => clearInterval(timer));
  },
});

describe('email', () => {
  const send = (peer: SmtpPeer, config: object = {}, message = MESSAGE) =>
    sendTo('email', { ...base, port: peer.port, ...config }, testIo(peer.allow), message);

  it('sends a mail with a text and an HTML part', async () => {
    await using peer = await startSmtpPeer();
    const outcome = await send(peer, {
      from_name: 'The Eye',
      to: ['a@example.com', 'b@example.com'],
      cc: ['c@example.com'],
      reply_to: 'team@example.com',
    });
    expect(outcome).toMatchObject({
      result: 'delivered',
      statusCode: 250,
      response: expect.stringContaining('queued as 4Zx9'),
      request: {
        method: 'MAIL',
        url: `smtp://127.0.0.1:${peer.port}`,
        headers: { Subject: 'shop: order paid' },
      },
    });
    const [mail] = peer.mails;
    expect(mail).toMatchObject({
      from: 'eye@example.com',
      to: ['a@example.com', 'b@example.com', 'c@example.com'],
    });
    const { header, parts } = readMail(mail?.source ?? '');
    expect(header('From')).toBe('The Eye <eye@example.com>');
    expect(header('To')).toBe('a@example.com, b@example.com');
    expect(header('Cc')).toBe('c@example.com');
    expect(header('Reply-To')).toBe('team@example.com');
    expect(header('Subject')).toBe('shop: order paid');
    expect(header('Auto-Submitted')).toBe('auto-generated');
    expect(parts['text/plain']).toContain('card ************1111 “ok”');
    expect(parts['text/html']).toContain('<h1');
    expect(parts['text/html']).toContain('card ************1111 “ok”');
  });

  it('has the same Message-ID over all attempts of a delivery, and another one for another', async () => {
    await using peer = await startSmtpPeer();
    await send(peer);
    await send(peer, {}, { ...MESSAGE, attempt: 2 });
    await send(peer, {}, { ...MESSAGE, id: '0199b1a0-0000-7000-8000-000000000002' });
    const ids = peer.mails.map(({ source }) => readMail(source).header('Message-ID'));
    expect(ids).toEqual([
      `<${MESSAGE.id}@example.com>`,
      `<${MESSAGE.id}@example.com>`,
      '<0199b1a0-0000-7000-8000-000000000002@example.com>',
    ]);
  });

  it('escapes what an event brings wherever it stands in HTML, and keeps it out of the headers', async () => {
    await using peer = await startSmtpPeer();
    const name = 'a"><script>x</script>\r\nBcc: evil@example.com';
    const data = { '"><b>': '\'"</pre><img src=x onerror=1>' };
    const message = { ...MESSAGE, event: { ...MESSAGE.event, name, data } };
    const { request } = await send(peer, { subject: '{{event.name}}' }, message);
    expect(request.headers.Subject).toBe('a"><script>x</script> Bcc: evil@example.com');
    await send(peer, { html: '<p title="{{event.name}}">{{event.data}}</p>' }, message);
    for (const { source, to } of peer.mails) {
      const { header, parts } = readMail(source);
      expect(to).toEqual(['oncall@example.com']);
      expect(header('Bcc')).toBeUndefined();
      expect(parts['text/html']).not.toMatch(/<script|<img|<b>|title="a">/);
      expect(parts['text/html']).toContain('&lt;script&gt;');
    }
    const { parts } = readMail(peer.mails[1]?.source ?? '');
    expect(parts['text/html']).toContain('{&quot;\\&quot;&gt;&lt;b&gt;&quot;:');
    expect(parts['text/plain']).toContain('a"><script>');
  });

  it('signs in, and says when that is refused', async () => {
    await using peer = await startSmtpPeer({ login: LOGIN });
    await send(peer, { login: { type: 'password', ...LOGIN } });
    expect(peer.mails[0]?.user).toBe(LOGIN.user);
    expect(await send(peer, { login: { type: 'password', ...LOGIN, password: 'wrong' } })).toMatchObject({
      result: 'refused',
      statusCode: 535,
      error: expect.stringContaining('refused for good'),
    });
    expect(peer.mails).toHaveLength(1);
  });

  it.each([
    ['mail', 451, 'cannot take it now'],
    ['rcpt', 450, 'cannot take it now'],
    ['rcpt', 550, 'refused for good'],
    ['data', 552, 'refused for good'],
  ] as const)('tells a %s answer of %i as what it is', async (at, code, words) => {
    await using peer = await startSmtpPeer();
    peer.refuse({ at, code, text: 'because' });
    expect(await send(peer)).toMatchObject({
      result: 'refused',
      statusCode: code,
      error: expect.stringContaining(words),
      response: expect.stringContaining('because'),
    });
  });

  it('counts as delivered what one of several recipients gets, and names the other', async () => {
    await using peer = await startSmtpPeer();
    peer.refuse({ at: 'rcpt', code: 550, text: 'no such user', address: 'b@example.com' });
    const outcome = await send(peer, { to: ['a@example.com', 'b@example.com'] });
    expect(outcome).toMatchObject({
      result: 'delivered',
      error: expect.stringMatching(/^Not taken for b@example\.com \(550 .*no such user\)\.$/),
    });
    expect(peer.mails[0]?.to).toEqual(['a@example.com']);
  });

  it('refuses a config without anybody to write to, or with what is no address', () => {
    const faultsOf = (more: object) =>
      contractOf('email')
        .config.safeParse({ ...base, ...more })
        .error?.issues.map(({ path }) => path.join('.'));
    expect(faultsOf({ to: [] })).toEqual(['to']);
    expect(faultsOf({ to: ['a@example.com\r\nRCPT TO:<b@example.com>'] })).toEqual(['to.0']);
    expect(faultsOf({ from: 'nobody' })).toEqual(['from']);
    expect(faultsOf({ from_name: 'a\r\nb' })).toEqual(['from_name']);
    expect(faultsOf({})).toBeUndefined();
  });
});

describe('email, as to TLS,', () => {
  let certificate: { key: string; cert: string };
  beforeAll(async () => {
    certificate = await makeCertificate('DNS:mail.test,IP:127.0.0.1');
  });
  const send = (peer: SmtpPeer, config: object) =>
    sendTo('email', { ...base, port: peer.port, ca: certificate.cert, ...config }, testIo(peer.allow));

  it.each(['starttls', 'implicit'] as const)(
    'speaks %s with a server whose certificate it trusts',
    async (tls) => {
      await using peer = await startSmtpPeer({ tls, certificate });
      expect(await send(peer, { tls })).toMatchObject({ result: 'delivered' });
      expect(peer.mails).toMatchObject([{ secure: true }]);
    },
  );

  it.each(['starttls', 'implicit'] as const)(
    'tells nothing by %s to a server that it does not trust',
    async (tls) => {
      await using peer = await startSmtpPeer({ tls, certificate, login: LOGIN });
      const login = { type: 'password', ...LOGIN };
      const outcome = await send(peer, { tls, ca: undefined, login });
      expect(outcome).toMatchObject({ result: 'unreachable', error: expect.stringMatching(/certificate/i) });
      expect(peer.mails).toHaveLength(0);
    },
  );

  it('does not go on in the clear when the server offers no STARTTLS', async () => {
    await using peer = await startSmtpPeer({ tls: 'none' });
    expect((await send(peer, { tls: 'starttls' })).result).toMatch(/^(refused|unreachable)$/);
    expect(peer.mails).toHaveLength(0);
  });

  it('does not trust a certificate of another name', async () => {
    const other = await makeCertificate('DNS:other.test');
    await using peer = await startSmtpPeer({ tls: 'starttls', certificate: other });
    const outcome = await send(peer, { tls: 'starttls', ca: other.cert });
    expect(outcome.result).toBe('unreachable');
    expect(peer.mails).toHaveLength(0);
  });
});
