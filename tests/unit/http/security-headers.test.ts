import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { STYLES_BY_HASH } from '#lib/http/injected-styles.ts';
import { givePagePolicy, NONCE_HEADER, pagePolicy, securityHeaders } from '#lib/http/security-headers.ts';
import { env } from '#lib/platform/env.ts';

const directives = (policy: string): Record<string, string> =>
  Object.fromEntries(policy.split('; ').map((one) => [one.split(' ', 1)[0] ?? '', one.replace(/^\S+ /, '')]));

describe('the headers of every answer', () => {
  it('promise TLS only where the console is reached by it', () => {
    const promised = (PUBLIC_URL?: string): string | undefined =>
      securityHeaders({ PUBLIC_URL })['strict-transport-security'];
    expect(promised('https://eye.example.com')).toBe('max-age=63072000; includeSubDomains');
    expect(promised('http://eye.example.com')).toBeUndefined();
    expect(promised()).toBeUndefined();
  });

  it('let nothing be done with what is no page', () => {
    expect(securityHeaders({ PUBLIC_URL: undefined })).toEqual({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy':
        'camera=(), microphone=(), geolocation=(), payment=(), usb=(), ' +
        'publickey-credentials-get=(self), publickey-credentials-create=(self)',
    });
  });
});

describe('the policy of a page', () => {
  it('runs what bears its nonce, and nothing from elsewhere', () => {
    const { 'style-src': styles, ...rest } = directives(pagePolicy('abc=', { DEV: false }));
    expect(styles).toBe(`'self' 'nonce-abc=' ${STYLES_BY_HASH}`);
    expect(rest).toEqual({
      'default-src': "'none'",
      'script-src': "'nonce-abc=' 'strict-dynamic'",
      'style-src-attr': "'unsafe-inline'",
      'img-src': "'self' data: blob:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'object-src': "'none'",
    });
  });

  it('lets the development server build scripts and styles, and nobody else', () => {
    expect(directives(pagePolicy('abc=', { DEV: true }))).toMatchObject({
      'script-src': "'nonce-abc=' 'strict-dynamic' 'unsafe-eval'",
      'style-src': "'self' 'unsafe-inline'",
    });
  });

  it('has a nonce of its own each time, which request and answer agree on, whatever the caller sent', () => {
    const nonces = Array.from({ length: 3 }, () => {
      const headers: Record<string, string> = { [NONCE_HEADER]: 'mine', 'content-security-policy': 'mine' };
      let sent = '';
      const response = { setHeader: (_: string, value: string) => (sent = value) };
      givePagePolicy({ headers } as unknown as IncomingMessage, response as unknown as ServerResponse);
      const nonce = headers[NONCE_HEADER] ?? '';
      expect(sent).toBe(pagePolicy(nonce, env()));
      expect(headers['content-security-policy']).toBe(sent);
      expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
      return nonce;
    });
    expect(new Set(nonces).size).toBe(3);
  });
});

it('the styles named by what they hold are those that the library of the toasts writes', () => {
  const source = readFileSync('node_modules/sonner/dist/index.mjs', 'utf8');
  const written = [...source.matchAll(/__insertCSS\(("(?:[^"\\]|\\.)*")\)/g)].map(([, text]) =>
    JSON.parse(text ?? ''),
  );
  const hashes = ['', ...written].map((css) => createHash('sha256').update(css).digest('base64'));
  expect(STYLES_BY_HASH).toBe(hashes.map((hash) => `'sha256-${hash}'`).join(' '));
});
