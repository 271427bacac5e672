import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { isGlobalAddress, parseAllowList } from '#lib/platform/address.ts';
import { outboundFetch } from '#lib/platform/fetch.ts';
import { assertOutboundUrl, type Resolve } from '#lib/platform/outbound-guard.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';
import { startRawPeer } from '#tests/support/peer-raw.ts';

/** A resolver that answers each name from the list, and remembers what it was asked. */
const resolver = (...answers: string[][]): Resolve & { asked: string[] } => {
  const asked: string[] = [];
  const resolve = async (hostname: string): Promise<LookupAddress[]> => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return Object.assign(resolve, { asked });
};

const nothing = parseAllowList('');
const call = { method: 'POST', body: '{}', timeoutMs: 1_000 } as const;

const TRICKS = [
  ['loopback', 'https://127.0.0.1/'],
  ['short form', 'https://127.1/'],
  ['decimal', 'https://2130706433/'],
  ['octal', 'https://0177.0.0.1/'],
  ['hexadecimal', 'https://0x7f000001/'],
  ['full-width digits', 'https://１２７.０.０.１/'],
  ['trailing dot', 'https://127.0.0.1./'],
  ['this network', 'https://0.0.0.0/'],
  ['private 10/8', 'https://10.1.2.3/'],
  ['private 172.16/12', 'https://172.31.255.255/'],
  ['private 192.168/16', 'https://192.168.1.1/'],
  ['carrier-grade NAT', 'https://100.64.0.1/'],
  ['metadata', 'https://169.254.169.254/latest/meta-data/'],
  ['platform address', 'https://168.63.129.16/'],
  ['benchmarking', 'https://198.18.0.1/'],
  ['multicast', 'https://224.0.0.1/'],
  ['broadcast', 'https://255.255.255.255/'],
  ['documentation', 'https://203.0.113.7/'],
  ['IPv6 loopback', 'https://[::1]/'],
  ['IPv6 unspecified', 'https://[::]/'],
  ['IPv4-mapped', 'https://[::ffff:127.0.0.1]/'],
  ['IPv4-mapped in hexadecimal', 'https://[::ffff:a9fe:a9fe]/'],
  ['IPv4-compatible', 'https://[::127.0.0.1]/'],
  ['NAT64', 'https://[64:ff9b::7f00:1]/'],
  ['local NAT64', 'https://[64:ff9b:1::a00:1]/'],
  ['6to4', 'https://[2002:7f00:1::]/'],
  ['Teredo', 'https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/'],
  ['unique local', 'https://[fd00:ec2::254]/'],
  ['link-local', 'https://[fe80::1]/'],
  ['IPv6 multicast', 'https://[ff02::1]/'],
  ['metadata name', 'https://metadata.google.internal/computeMetadata/v1/'],
  ['metadata name with a dot', 'https://METADATA.google.internal./'],
  ['credentials', 'https://user:secret@example.com/'],
  ['plain http', 'http://93.184.215.14/'],
  ['another port', 'https://93.184.215.14:22/'],
  ['another protocol', 'ftp://93.184.215.14/'],
  ['file', 'file:///etc/passwd'],
  ['no URL', 'not a url'],
] as const;

describe('the outbound guard', () => {
  it.each(TRICKS)('refuses %s at save and at send', async (_name, url) => {
    const resolve = resolver(['93.184.215.14']);
    await expect(assertOutboundUrl(url, nothing, resolve)).rejects.toMatchObject({ code: 'invalid' });
    expect(await outboundFetch(url, { ...call, allow: nothing, resolve })).toMatchObject({ kind: 'blocked' });
  });

  it('passes public addresses at save', async () => {
    const resolve = resolver(['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c']);
    await expect(assertOutboundUrl('https://example.com/hook', nothing, resolve)).resolves.toBeUndefined();
    await expect(assertOutboundUrl('https://8.8.8.8/', nothing)).resolves.toBeUndefined();
    await expect(assertOutboundUrl('https://[2606:4700::1111]/', nothing)).resolves.toBeUndefined();
  });

  it('refuses a name when any one of its addresses is private', async () => {
    const resolve = resolver(['93.184.215.14', '10.0.0.5']);
    await expect(assertOutboundUrl('https://mixed.example/', nothing, resolve)).rejects.toThrow(
      'mixed.example resolves to 10.0.0.5, which is not a public address.',
    );
  });

  it('refuses a name that turns private after it was saved', async () => {
    await using inner = await startHttpPeer();
    const resolve = resolver(['93.184.215.14'], ['127.0.0.1']);
    const url = `https://rebinding.example/`;
    await assertOutboundUrl(url, nothing, resolve);
    const result = await outboundFetch(url, { ...call, allow: nothing, resolve });
    expect(result).toMatchObject({ kind: 'blocked', reason: expect.stringContaining('127.0.0.1') });
    expect(resolve.asked).toEqual(['rebinding.example', 'rebinding.example']);
    expect(inner.calls).toHaveLength(0);
  });

  it('dials the address it checked and asks for no second one', async () => {
    await using peer = await startHttpPeer();
    const resolve = resolver(['127.0.0.1'], ['10.0.0.5']);
    const allow = parseAllowList(`sink.test:${peer.port}`);
    const result = await outboundFetch(`http://sink.test:${peer.port}/`, { ...call, allow, resolve });
    expect(result).toMatchObject({ kind: 'answered', status: 200 });
    expect(peer.calls[0]?.headers.host).toBe(`sink.test:${peer.port}`);
    expect(resolve.asked).toEqual(['sink.test']);
  });

  it('keeps the name for TLS while it dials the address', async () => {
    let hello = '';
    await using peer = await startRawPeer((socket, first) => {
      hello = first.toString('latin1');
      socket.destroy();
    });
    const allow = parseAllowList(`sink.test:${peer.port}`);
    const result = await outboundFetch(`https://sink.test:${peer.port}/`, {
      ...call,
      allow,
      resolve: resolver(['127.0.0.1']),
    });
    expect(result.kind).toBe('unreachable');
    expect(hello).toContain('sink.test');
  });

  it('checks every new connection', async () => {
    await using peer = await startHttpPeer((_call, response) => {
      response.writeHead(200, { connection: 'close' }).end();
    });
    const resolve = resolver(['127.0.0.1'], ['169.254.169.254']);
    const allow = parseAllowList(`sink.test:${peer.port}`);
    const url = `http://sink.test:${peer.port}/`;
    expect(await outboundFetch(url, { ...call, allow, resolve })).toMatchObject({ kind: 'answered' });
    expect(await outboundFetch(url, { ...call, allow, resolve })).toMatchObject({ kind: 'blocked' });
  });

  it('opens what the operator names, on that port only', async () => {
    const allow = parseAllowList('localhost:4010, [::1]:4010');
    const resolve = resolver(['127.0.0.1', '::1']);
    await expect(assertOutboundUrl('http://localhost:4010/hook', allow, resolve)).resolves.toBeUndefined();
    await expect(assertOutboundUrl('http://[::1]:4010/', allow)).resolves.toBeUndefined();
    await expect(assertOutboundUrl('https://localhost/', allow, resolve)).rejects.toThrow(
      'not a public address',
    );
  });

  it('opens a range, with http and any port, but never the metadata service by a name', async () => {
    const allow = parseAllowList('10.0.0.0/8,fd12::/16,inner.test:80');
    await expect(assertOutboundUrl('http://10.9.8.7:8080/', allow)).resolves.toBeUndefined();
    await expect(assertOutboundUrl('http://[fd12::1]:8080/', allow)).resolves.toBeUndefined();
    await expect(assertOutboundUrl('http://[::ffff:10.9.8.7]/', allow)).resolves.toBeUndefined();
    await expect(assertOutboundUrl('http://11.0.0.1/', allow)).rejects.toThrow('Only https');
    await expect(
      assertOutboundUrl('http://inner.test/', allow, resolver(['169.254.169.254'])),
    ).rejects.toThrow('not a public address');
  });

  it.each(['EAI_AGAIN', 'ENOTFOUND'])(
    'lets a name pass at save that does not resolve (%s), and not at send',
    async (code) => {
      const resolve: Resolve = () => Promise.reject(Object.assign(new Error(code), { code }));
      await expect(assertOutboundUrl('https://later.example/', nothing, resolve)).resolves.toBeUndefined();
      await expect(assertOutboundUrl('http://later.example/', nothing, resolve)).rejects.toThrow(
        'Only https',
      );
      const result = await outboundFetch('https://later.example/', { ...call, allow: nothing, resolve });
      expect(result).toMatchObject({ kind: 'unreachable', reason: expect.stringContaining('The name') });
    },
  );
});

describe('the allow-list', () => {
  it.each(['localhost', '10.0.0.0/33', 'host:', 'http://x:80', '*:80 x', '300.1.1.0/8', 'a b:80'])(
    'refuses the entry %s',
    (entry) => {
      expect(() => parseAllowList(entry)).toThrow(`"${entry}" is neither`);
    },
  );
});

describe('addresses', () => {
  it.each(['8.8.8.8', '1.1.1.1', '::ffff:8.8.8.8', '2606:4700::1111', '2a00:1450:4001::1'])(
    '%s is public',
    (address) => {
      expect(isGlobalAddress(address)).toBe(true);
    },
  );
  it.each(['', 'example.com', 'fe80::1%eth0', '::ffff:192.168.0.1', '2001:db8::1', '3fff::1', '4000::1'])(
    '"%s" is not',
    (address) => {
      expect(isGlobalAddress(address)).toBe(false);
    },
  );
});
