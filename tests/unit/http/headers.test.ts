import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bearerToken } from '#lib/http/bearer-token.ts';
import { addressOf, guardRequest } from '#lib/http/guard-request.ts';
import { clientAddress, REMOTE_ADDRESS_HEADER, requestIdOf } from '#lib/http/request-context.ts';
import { isAppError } from '#lib/platform/errors.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';

const useProxies = (count: number): void => {
  vi.stubEnv('TRUSTED_PROXIES', String(count));
  forgetSingleton('env');
};
afterEach(() => {
  vi.unstubAllEnvs();
  forgetSingleton('env');
});

const tokenOf = (headers: Record<string, string>): string | null => {
  try {
    return bearerToken(new Headers(headers));
  } catch (error) {
    return isAppError(error) ? `refused: ${error.code}` : String(error);
  }
};

describe('the bearer token', () => {
  it.each<[Record<string, string>, string | null]>([
    [{}, null],
    [{ authorization: 'Bearer abc' }, 'abc'],
    [{ authorization: 'bearer abc' }, 'abc'],
    [{ authentication: 'Bearer abc' }, 'abc'],
    [{ authorization: 'Bearer abc', authentication: 'Bearer abc' }, 'abc'],
    [{ authorization: 'Bearer abc', authentication: 'Bearer abd' }, 'refused: invalid'],
    [{ authorization: 'Basic abc' }, 'refused: unauthenticated'],
    [{ authorization: 'Basic abc, Bearer abc' }, 'refused: unauthenticated'],
    [{ authorization: 'Bearer abc, Bearer abc' }, 'refused: unauthenticated'],
    [{ authorization: 'Bearer abc def' }, 'refused: unauthenticated'],
    [{ authorization: 'Bearer' }, 'refused: unauthenticated'],
    [{ authorization: '' }, 'refused: unauthenticated'],
  ])('of %j is %s', (headers, token) => {
    expect(tokenOf(headers)).toBe(token);
  });
});

describe('the request id', () => {
  it("is the caller's own when it is well formed", () => {
    expect(requestIdOf('req-12345678')).toBe('req-12345678');
  });
  it.each([null, undefined, '', 'short', 'x'.repeat(65), 'new\nline12', 'quote"12345', 'ümlaut-12345'])(
    'is a new one in place of %j',
    (given) => {
      expect(requestIdOf(given)).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('the address of the caller', () => {
  it("is the socket's when no proxy is declared, whatever the caller says", () => {
    expect(clientAddress('203.0.113.9', '1.2.3.4')).toBe('203.0.113.9');
    expect(clientAddress('::ffff:203.0.113.9', null)).toBe('203.0.113.9');
    expect(clientAddress('2001:db8::1', null)).toBe('2001:db8::1');
    expect(clientAddress(undefined, '1.2.3.4')).toBeUndefined();
  });

  it('is the entry that the outermost declared proxy wrote', () => {
    useProxies(2);
    expect(clientAddress('10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2')).toBe('203.0.113.9');
    expect(clientAddress('10.0.0.1', '10.0.0.2')).toBeUndefined();
    expect(clientAddress('10.0.0.1', undefined)).toBeUndefined();
  });
});

const incoming = (
  url: string,
  headers: Record<string, string | string[]>,
  more: { method?: string; rawHeaders?: string[] } = {},
): IncomingMessage => {
  const rawHeaders = Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);
  const socket = { remoteAddress: '203.0.113.9' };
  return { method: 'GET', url, headers, rawHeaders, socket, ...more } as unknown as IncomingMessage;
};

describe('the guard in front of everything', () => {
  it("drops headers that the framework uses among its own parts, and notes the socket's address", () => {
    const request = incoming('/', {
      'x-middleware-subrequest': 'middleware',
      'x-middleware-rewrite': '/admin',
      'x-nextjs-data': '1',
      'x-next-resume-state-length': '1',
      'x-next-revalidated-tags': '/',
      'x-matched-path': '/admin',
      'x-invoke-path': '/admin',
      'x-invocation-id': '1',
      'x-now-route-matches': '1',
      'x-vercel-id': '1',
      'x-prerender-revalidate': '1',
      'x-action-forwarded': '1',
      'next-resume': '1',
      'next-action': '1',
      forwarded: 'host=evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-port': '1',
      'x-forwarded-proto': 'https',
      'x-nonce': 'mine',
      'content-security-policy': "script-src 'nonce-mine'",
      'content-security-policy-report-only': "script-src 'nonce-mine'",
      [REMOTE_ADDRESS_HEADER]: '127.0.0.1',
      authorization: 'Bearer abc',
      'x-forwarded-for': '203.0.113.7',
      rsc: '1',
      'next-router-prefetch': '1',
      'next-url': '/events',
    });
    expect(guardRequest(request)).toBeNull();
    expect(request.headers).toEqual({
      authorization: 'Bearer abc',
      'x-forwarded-for': '203.0.113.7',
      rsc: '1',
      'next-router-prefetch': '1',
      'next-url': '/events',
      [REMOTE_ADDRESS_HEADER]: '203.0.113.9',
    });
  });

  it.each([
    'http://evil.example/',
    '//evil.example/',
    '*',
    '',
    'events',
    '/%',
    '/api/v1/clients/%ff',
    '/%e0%a4?x',
  ])('refuses the target %j as a problem', (url) => {
    const refusal = guardRequest(incoming(url, { 'x-request-id': 'req-12345678' }));
    expect(refusal?.status).toBe(400);
    expect(refusal?.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'x-request-id': 'req-12345678',
    });
  });

  it.each(['/', '/events?x=%ff', '/%41/%2f', '/%F0%9F%98%80'])('lets %j through', (url) => {
    expect(guardRequest(incoming(url, {}))).toBeNull();
  });

  it.each(['TRACE', 'PROPFIND', 'CONNECT', ''])(
    'refuses the method %j and names those there are',
    (method) => {
      const refusal = guardRequest(incoming('/api/v1/me', {}, { method }));
      expect(refusal?.status).toBe(405);
      expect(refusal?.headers.allow).toBe('GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
      expect(JSON.parse(refusal?.body ?? '')).toMatchObject({ status: 405, title: 'Method not allowed' });
    },
  );

  it('lets no form through to a page', () => {
    const form = { 'content-type': 'multipart/form-data; boundary=x' };
    const page = incoming('/sign-in', { ...form }, { method: 'POST' });
    const api = incoming('/api/v1/files', { ...form }, { method: 'POST' });
    expect([guardRequest(page), guardRequest(api)]).toEqual([null, null]);
    expect(page.headers['content-type']).toBeUndefined();
    expect(api.headers['content-type']).toBe(form['content-type']);
  });

  it('sees all of several Authorization headers, so that none of them counts', () => {
    const rawHeaders = ['Authorization', 'Bearer abc', 'Host', 'x', 'authorization', 'Bearer abd'];
    const request = incoming('/', { authorization: 'Bearer abc' }, { rawHeaders });
    expect(guardRequest(request)).toBeNull();
    expect(request.headers.authorization).toBe('Bearer abc, Bearer abd');
    expect(tokenOf({ authorization: String(request.headers.authorization) })).toBe(
      'refused: unauthenticated',
    );
  });

  it('believes several forwarding headers as if they were one', () => {
    useProxies(1);
    expect(addressOf(incoming('/', { 'x-forwarded-for': ['6.6.6.6', '203.0.113.7'] }))).toBe('203.0.113.7');
  });
});
