import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signingSnippets, tokenSnippets } from '#components/clients/snippets.ts';
import { INTERPRETERS, runSnippet, snippetIn } from '#tests/support/run-snippet.ts';

const CLIENT_ID = '0199a1c0-0000-7000-8000-0000000000aa';
// What a shell, JavaScript and Python would each stumble over if it were not quoted.
const SECRET_KEY = `eyesk_it's-"quoted"-$HOME-\`x\`-\\n-0123456789abcdef`;
const CATEGORY = `it's "an" order $HOME`;
const LIFETIME_SECONDS = 540;

type Received = { path: string; contentType: string | undefined; token: string; body: unknown };

const received: Received[] = [];
let server: Server;
let baseUrl: string;

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** What the server does with a token, written here again: the test must not trust the code it tests. */
function verify(
  token: string,
  secretKey: string,
): { header: unknown; claims: Record<string, unknown> } | null {
  const [header = '', claims = '', signature = '', ...rest] = token.split('.');
  const expected = createHmac('sha256', secretKey).update(`${header}.${claims}`).digest('base64url');
  if (rest.length > 0 || signature !== expected) return null;
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  return { header: read(header), claims: read(claims) };
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const signed = token === 'ready-made' || verify(token, SECRET_KEY) !== null;
    const body = await readBody(request);
    const contentType = request.headers['content-type'];
    received.push({ path: `${request.method} ${request.url}`, contentType, token, body });
    response.writeHead(signed ? 202 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: signed ? 'accepted' : 'refused' }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
  received.length = 0;
});

afterAll(async () => {
  await new Promise((done) => server.close(done));
});

const signing = { clientId: CLIENT_ID, secretKey: SECRET_KEY, category: CATEGORY, lifetimeSeconds: 540 };
const LABELS = Object.keys(INTERPRETERS);

describe('a snippet that signs', () => {
  it('is there for every interpreter this test can run, and for no other', () => {
    expect(signingSnippets({ baseUrl, ...signing }).map(({ label }) => label)).toEqual(LABELS);
    expect(tokenSnippets({ baseUrl, token: 't', category: 'c' }).map(({ label }) => label)).toEqual(LABELS);
  });

  it.each(LABELS)(
    'in %s sends one event with a token the server takes',
    { timeout: 30_000 },
    async (label) => {
      const before = Math.floor(Date.now() / 1_000);
      const output = await runSnippet(label, snippetIn(label, signingSnippets({ baseUrl, ...signing })));
      const after = Math.ceil(Date.now() / 1_000);
      expect(received).toHaveLength(1);
      const [call] = received;
      expect(call?.path).toBe('POST /api/v1/events');
      expect(call?.contentType).toBe('application/json');
      expect(call?.body).toEqual({
        category: CATEGORY,
        name: 'greeting',
        data: { text: `Hello from ${label}` },
      });
      const token = verify(call?.token ?? '', SECRET_KEY);
      expect(token?.header).toEqual({ alg: 'HS256', typ: 'JWT' });
      const { jti, iat, exp, ...rest } = token?.claims ?? {};
      expect(rest).toEqual({ gty: 'client-credentials', sub: CLIENT_ID });
      expect(jti).toMatch(/^[0-9a-f-]{32,36}$/);
      expect(iat).toBeGreaterThanOrEqual(before);
      expect(iat).toBeLessThanOrEqual(after);
      expect(exp).toBe((iat as number) + LIFETIME_SECONDS);
      expect(output).toContain('202');
      expect(output).toContain('accepted');
    },
  );

  it.each(['Node', 'Python'])('in %s fails loudly with the wrong key', { timeout: 30_000 }, async (label) => {
    const wrong = signingSnippets({ baseUrl, ...signing, secretKey: 'eyesk_another' });
    await expect(runSnippet(label, snippetIn(label, wrong))).rejects.toMatchObject({ code: 1 });
    expect(received).toHaveLength(1);
  });
});

describe('a snippet with a token made elsewhere', () => {
  it.each(LABELS)('in %s sends that token', { timeout: 30_000 }, async (label) => {
    const snippets = tokenSnippets({ baseUrl, token: 'ready-made', category: CATEGORY });
    const output = await runSnippet(label, snippetIn(label, snippets));
    expect(received.map(({ path, token }) => ({ path, token }))).toEqual([
      { path: 'POST /api/v1/events', token: 'ready-made' },
    ]);
    expect(received[0]?.body).toMatchObject({ category: CATEGORY });
    expect(output).toContain('accepted');
  });
});
