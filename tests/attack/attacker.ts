import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

type Call = {
  method?: string;
  path: string;
  headers?: Readonly<Record<string, string | readonly string[]>>;
  body?: string;
};
export type Answered = {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** The cookies it sets, as they are sent back. */
  cookies: readonly string[];
  tookMs: number;
};

const TIMEOUT_MS = 10_000;

/** Sends exactly what it is told, which a client library would not: repeated headers, foreign hosts, odd targets. */
export function send(base: string, { method = 'GET', path, headers = {}, body }: Call): Promise<Answered> {
  const { protocol, hostname, port } = new URL(base);
  const make = protocol === 'https:' ? httpsRequest : httpRequest;
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    const call = make(
      {
        hostname,
        port,
        method,
        path,
        headers: {
          ...Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, value as string | string[]]),
          ),
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        },
        timeout: TIMEOUT_MS,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(answer.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
            ),
            cookies: (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0] ?? ''),
            body: Buffer.concat(chunks).toString('utf8'),
            tookMs: performance.now() - startedAtMs,
          }),
        );
        answer.once('error', reject);
      },
    );
    call.once('timeout', () => call.destroy(new Error('No answer within 10 s.')));
    call.once('error', reject);
    call.end(body);
  });
}

type Person = { id: string; email: string; password: string; access: string; refresh: string };

/** Somebody who attacks: he knows the address, and has an administrator's account to prepare what he attacks. */
export type Attacker = {
  base: string;
  admin: Person;
  /** A user without any right. */
  nobody: Person;
  send: (call: Call) => Promise<Answered>;
  /** A page of the console, as the administrator sees it. */
  page: (path: string) => Promise<Answered>;
  /** With a bearer token, and JSON where there is a body. */
  api: (method: string, path: string, token: string | null, body?: unknown) => Promise<Answered>;
  person: (permissions?: readonly string[]) => Promise<Person>;
};

async function pairOf(
  base: string,
  email: string,
  password: string,
): Promise<{ access: string; refresh: string }> {
  const answer = await send(base, {
    method: 'POST',
    path: '/api/v1/auth_token',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (answer.status !== 200) throw new Error(`${email} could not sign in: ${answer.status} ${answer.body}`);
  const { access_token: access, refresh_token: refresh } = JSON.parse(answer.body) as Record<string, string>;
  return { access: access ?? '', refresh: refresh ?? '' };
}

/** Signs in as a browser does, and answers the cookies of the session. */
export async function consoleCookies(
  base: string,
  { email, password }: { email: string; password: string },
): Promise<string> {
  const form = await send(base, { path: '/api/auth/csrf' });
  const { csrfToken } = JSON.parse(form.body) as { csrfToken: string };
  const answer = await send(base, {
    method: 'POST',
    path: '/api/auth/callback/credentials',
    headers: { cookie: form.cookies.join('; '), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true' }).toString(),
  });
  if (answer.status !== 200) throw new Error(`${email} could not sign in: ${answer.status} ${answer.body}`);
  return answer.cookies.join('; ');
}

export async function makeAttacker(
  base: string,
  admin: { email: string; password: string },
): Promise<Attacker> {
  const own = await pairOf(base, admin.email, admin.password);
  const api: Attacker['api'] = (method, path, token, body) =>
    send(base, {
      method,
      path: `/api/v1${path}`,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const cookie = await consoleCookies(base, admin);
  let made = 0;
  const person: Attacker['person'] = async (permissions = []) => {
    const email = `attack-${Date.now()}-${++made}@example.com`;
    const answer = await api('POST', '/users', own.access, { email, name: 'Attack', roles: [] });
    const { id, password } = JSON.parse(answer.body) as { id: string; password: string };
    for (const name of permissions) await api('POST', `/users/${id}/permissions`, own.access, { name });
    return { id, email, password, ...(await pairOf(base, email, password)) };
  };
  const self = JSON.parse((await api('GET', '/me', own.access)).body) as { user: { id: string } };
  return {
    base,
    admin: { ...admin, id: self.user.id, ...own },
    nobody: await person(),
    send: (call) => send(base, call),
    page: (path) => send(base, { path, headers: { cookie } }),
    api,
    person,
  };
}
