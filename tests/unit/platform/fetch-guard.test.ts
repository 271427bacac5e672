import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGlobalAddress, parseAllowList } from '#lib/platform/address.ts';
import { dial } from '#lib/platform/dial.ts';
import { outboundFetch } from '#lib/platform/fetch.ts';
import { assertOutboundHost, assertOutboundUrl, type Resolve } from '#lib/platform/outbound-guard.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';
import { startRawPeer } from '#tests/support/peer-raw.ts';
import { PRIVATE_HOSTS } from '#tests/support/private-addresses.ts';

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
  ...PRIVATE_HOSTS.map(([name, host]) => [name, `https://${host}/`] as const),
  ['credentials', 'https://user:secret@example.com/'],
  ['plain http', 'http://93.184.215.14/'],
  ['another port', 'https://93.184.215.14:22/'],
  ['another protocol', 'ftp://93.184.215.14/'],
  ['a capital and a blank', ' HTTPS://127.0.0.1/'],
  ['a line break inside', 'https://127.0\n.0.1/'],
  ['one slash', 'https:/127.0.0.1/'],
  ['no slash', 'https:127.0.0.1'],
  ['backslashes', 'https:\\\\127.0.0.1\\'],
  ['file', 'file:///etc/passwd'],
  ['data', 'data:text/plain,x'],
  ['no URL', 'not a url'],
] as const;

describe('the outbound guard', () => {
  // A resolver that calls every name public: what is refused, is refused for its form.
  const trusting = (): Resolve => resolver(['93.184.215.14']);

  it.each(TRICKS)('refuses %s at save and at send', async (_name, url) => {
    await expect(assertOutboundUrl(url, nothing, trusting())).rejects.toMatchObject({ code: 'invalid' });
    const sent = { ...call, allow: nothing, resolve: trusting() };
    expect(await outboundFetch(url, sent)).toMatchObject({ kind: 'blocked' });
  });

  it.each(PRIVATE_HOSTS)('refuses %s of other protocols at save and at send', async (_name, host) => {
    const target = { host, port: 5671 };
    await expect(assertOutboundHost({ ...target, secure: true }, nothing, trusting())).rejects.toMatchObject({
      code: 'invalid',
    });
    for (const tls of [{}, 'later'] as const) {
      const options = { ...target, tls, allow: nothing, resolve: trusting(), timeoutMs: 1_000 };
      expect(await dial(options)).toMatchObject({ kind: 'blocked' });
    }
  });

  it('refuses whatever text normalises to an address that is not public', async () => {
    const special = fc.constantFrom(0, 10, 127, 169, 172, 192, 198, 203, 224, 255);
    const numbers = fc.tuple(fc.oneof(special, fc.nat(255)), fc.nat(255), fc.nat(255), fc.nat(255));
    const write = fc.constantFrom(
      (n: number) => String(n),
      (n: number) => `0${n.toString(8)}`,
      (n: number) => `0x${n.toString(16)}`,
      (n: number) => `0X000${n.toString(16).toUpperCase()}`,
      (n: number) => String(n).replace(/[0-9]/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    );
    const writes = fc.tuple(write, write, write, write);
    const dots = fc.constantFrom('.', '\u3002', '\uff0e', '\uff61');
    const endings = fc.constantFrom('', '.');
    const v4 = fc
      .tuple(numbers, writes, fc.integer({ min: 1, max: 4 }), dots, endings)
      .map(([parts, [w1, w2, w3, w4], count, dot, ending]) => {
        const spelled = [w1, w2, w3, w4] as const;
        const tail = parts.slice(count - 1).reduce((sum, part) => sum * 256 + part, 0);
        const texts = [...parts.slice(0, count - 1), tail].map((part, index) => spelled[index]?.(part));
        return texts.join(dot) + ending;
      });
    const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });
    const heads = fc.constantFrom('', '::ffff:', '64:ff9b::', '2002:', '2001:0:', 'fe80:', 'fc00:');
    const v6 = fc.tuple(heads, groups).map(([head, all]) => {
      const rest = all.map((group) => group.toString(16));
      if (head === '') return `[${rest.join(':')}]`;
      if (head.endsWith('::') || head === '::ffff:') return `[${head}${rest.slice(0, 2).join(':')}]`;
      const own = head.split(':').length - 1;
      return `[${head}${rest.slice(0, 8 - own).join(':')}]`;
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(v4, v6), async (host) => {
        const hostname = new URL(`https://${host}/`).hostname.replace(/^\[|\]$/g, '');
        expect(isIP(hostname)).not.toBe(0);
        const isPublic = isGlobalAddress(hostname);
        const web = assertOutboundUrl(`https://${host}/`, nothing, trusting());
        const broker = assertOutboundHost({ host, port: 5671, secure: true }, nothing, trusting());
        for (const check of [web, broker])
          await (isPublic ? expect(check).resolves.toBeUndefined() : expect(check).rejects.toThrow());
      }),
      { numRuns: 2_000 },
    );
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
