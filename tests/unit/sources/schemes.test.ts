import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CheckedCall, checkCall, faultBeforeBody } from '#lib/sources/check-call.ts';
import {
  REPLAY_WINDOW_SECONDS,
  SOURCE_SCHEMES,
  SOURCE_SETTINGS,
  type SourceScheme,
} from '#lib/sources/schema.ts';
import { schemeOf } from '#lib/sources/schemes/registry.ts';
import type { SignedCall } from '#lib/sources/schemes/scheme.ts';
import type { CachedSource } from '#lib/sources/source-cache.ts';
import { PUBLISHED, type PublishedExample } from './published-examples.ts';

const NOW_MS = 1_700_000_000_000;

type Variant = { title: string; scheme: SourceScheme; settings: object };
const GENERIC: object[] = [
  { header: 'X-Signature' },
  { header: 'X-Signature', hash: 'sha1', prefix: 'sha1=' },
  { header: 'X-Signature', hash: 'sha512', encoding: 'base64' },
  { header: 'X-Signature', timestamp_header: 'X-Time', id_header: 'X-Id' },
  {
    header: 'X-Signature',
    timestamp_header: 'X-Time',
    id_header: 'X-Id',
    signed_content: 'v2:{timestamp}:{id}:{body}',
  },
];

/** Every scheme that verifies, with the settings that lead through it. */
const VARIANTS: Variant[] = SOURCE_SCHEMES.flatMap((scheme) => {
  if (schemeOf(scheme).signature === null) return [];
  const given = scheme === 'generic' ? GENERIC : [{}];
  return given.map((settings) => ({
    title: scheme === 'generic' ? `generic ${JSON.stringify(settings)}` : scheme,
    scheme,
    settings: SOURCE_SETTINGS[scheme].parse(settings),
  }));
});

const rulesOf = (scheme: SourceScheme) => {
  const { signature } = schemeOf(scheme);
  if (!signature) throw new Error(`${scheme} verifies nothing.`);
  return signature;
};

type Given = { scheme: SourceScheme; settings: object; secrets: string[]; endedSecrets?: string[] };
const sourceOf = ({ scheme, settings, secrets, endedSecrets = [] }: Given): CachedSource => ({
  actor: { type: 'source', id: '01890000-0000-7000-8000-000000000000', name: 'tests' },
  scheme,
  enabled: true,
  category: 'tests',
  settings,
  ownApplicationId: null,
  secrets: [
    ...secrets.map((secret, i) => ({ id: `live ${i}`, secret, expiresAtMs: Number.POSITIVE_INFINITY })),
    ...endedSecrets.map((secret, i) => ({ id: `ended ${i}`, secret, expiresAtMs: NOW_MS })),
  ],
});

const signed = (
  { scheme, settings }: Pick<Variant, 'scheme' | 'settings'>,
  secret: string,
  body: Buffer,
  atMs = NOW_MS,
): SignedCall & { headers: Headers } => {
  const headers = rulesOf(scheme).sign({ body, id: 'msg_1', atMs }, secret, settings);
  if (headers === null) throw new Error('Nothing was signed.');
  return { headers: new Headers(headers), body };
};

const outcome = (checked: CheckedCall): string =>
  'refused' in checked ? checked.refused : `signed by ${checked.secretId}`;

const bodies = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

describe('what the providers publish', () => {
  const check = (
    example: PublishedExample,
    over: { body?: string; secret?: string; nowMs?: number } = {},
  ) => {
    const { scheme, settings = {}, headers, atMs } = example;
    const source = sourceOf({
      scheme,
      settings: SOURCE_SETTINGS[scheme].parse(settings),
      secrets: [over.secret ?? example.secret],
    });
    const call = { headers: new Headers(headers), body: Buffer.from(over.body ?? example.body) };
    return outcome(checkCall(source, call, over.nowMs ?? atMs ?? NOW_MS));
  };

  it.each(PUBLISHED)('$title is signed', (example) => {
    expect(check(example)).toBe('signed by live 0');
  });

  it.each(PUBLISHED)('$title is not, with another body', (example) => {
    expect(check(example, { body: `${example.body} ` })).toBe('wrong_signature');
  });

  it.each(PUBLISHED.filter(({ atMs }) => atMs !== null))('$title is too old today', (example) => {
    expect(check(example, { nowMs: Date.now() })).toBe('too_old');
  });

  // https://docs.stripe.com/webhooks#verify-manually: the time, a dot, the raw body; the hex of its HMAC under v1.
  it('Stripe’s documented way, step by step, is signed', () => {
    const [secret, time, body] = ['whsec_test_secret', '1492774577', '{"id": "evt_test_webhook"}'];
    const v1 = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    const source = sourceOf({ scheme: 'stripe', settings: {}, secrets: [secret] });
    const check = (header: string): string =>
      outcome(
        checkCall(
          source,
          { headers: new Headers({ 'stripe-signature': header }), body: Buffer.from(body) },
          1_492_774_577_000,
        ),
      );
    expect(check(`t=${time},v1=${v1},v0=6ffbb59b2300aae63f27`)).toBe('signed by live 0');
    expect(check(`t=${time},v1=${'0'.repeat(64)},v1=${v1}`)).toBe('signed by live 0');
    // A signature of a scheme that Stripe made for tests is none.
    expect(check(`t=${time},v0=${v1}`)).toBe('no_signature');
    expect(check(`t=${time},t=1,v1=${v1}`)).toBe('no_signature');
  });
});

describe.each(VARIANTS)('$title', (variant) => {
  const { scheme, settings } = variant;
  const { makeSecret, secretFault, claim } = rulesOf(scheme);
  const secret = makeSecret();
  const only = sourceOf({ scheme, settings, secrets: [secret] });

  it('makes secrets that it takes itself, never one twice', () => {
    expect(secretFault(secret)).toBeNull();
    expect(makeSecret()).not.toBe(secret);
  });

  it('finds good whatever it signed', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        expect(outcome(checkCall(only, signed(variant, secret, body), NOW_MS))).toBe('signed by live 0');
      }),
    );
  });

  it('refuses every changed byte', () => {
    fc.assert(
      fc.property(bodies, fc.nat(), fc.integer({ min: 1, max: 255 }), (body, at, change) => {
        const call = signed(variant, secret, body);
        const changed = Buffer.from(body);
        if (changed.byteLength === 0) return;
        const place = at % changed.byteLength;
        changed[place] = (changed[place] as number) ^ change;
        expect(outcome(checkCall(only, { ...call, body: changed }, NOW_MS))).toBe('wrong_signature');
      }),
    );
  });

  it('refuses a byte more and a byte less', () => {
    const call = signed(variant, secret, Buffer.from('{"a": 1}'));
    for (const body of ['{"a": 1} ', '{"a": 1', '{"a":1}', ''])
      expect(outcome(checkCall(only, { ...call, body: Buffer.from(body) }, NOW_MS))).toBe('wrong_signature');
  });

  it('refuses every changed, cut or lengthened signature', () => {
    const body = Buffer.from('{"a": 1}');
    const call = signed(variant, secret, body);
    for (const [name, value] of call.headers) {
      fc.assert(
        fc.property(
          fc.nat({ max: value.length - 1 }),
          fc.constantFrom('0', 'a', 'Z', '/', ' '),
          (at, letter) => {
            const changed = value.slice(0, at) + letter + value.slice(at + 1);
            if (changed.trim() === value) return;
            // The id of a generic call is signed only where the settings say so.
            if (scheme === 'generic' && name === 'x-id' && !JSON.stringify(settings).includes('{id}')) return;
            const headers = new Headers(call.headers);
            headers.set(name, changed);
            expect(outcome(checkCall(only, { headers, body }, NOW_MS))).not.toMatch(/^signed/);
          },
        ),
        { numRuns: 60 },
      );
      const headers = new Headers(call.headers);
      headers.set(name, `${value}0`);
      if (name !== 'x-id' || JSON.stringify(settings).includes('{id}'))
        expect(outcome(checkCall(only, { headers, body }, NOW_MS))).not.toMatch(/^signed/);
    }
  });

  it('refuses another secret', () => {
    const call = signed(variant, makeSecret(), Buffer.from('{}'));
    expect(outcome(checkCall(only, call, NOW_MS))).toBe('wrong_signature');
  });

  it('refuses a call without its headers before anybody reads the body', () => {
    const call = signed(variant, secret, Buffer.from('{}'));
    expect(faultBeforeBody(only, call.headers)).toBeNull();
    expect(faultBeforeBody(only, new Headers())).toBe('no_signature');
    expect(claim({ headers: new Headers(), body: Buffer.alloc(0) }, settings)).toBeNull();
  });

  it('takes a strange header for a wrong signature, and not for a fault of its own', () => {
    const call = signed(variant, secret, Buffer.from('{}'));
    for (const name of call.headers.keys()) {
      for (const strange of ['\u00e9\u00ff', 'v1,', 'v1a,', '=', ',', 't=,v1=', ' ', 'x'.repeat(8_000)]) {
        const headers = new Headers(call.headers);
        headers.set(name, strange);
        const found = outcome(checkCall(only, { headers, body: call.body }, NOW_MS));
        if (name !== 'x-id' || JSON.stringify(settings).includes('{id}'))
          expect(found).not.toMatch(/^signed/);
      }
    }
  });

  it('takes either secret during a rotation, and says when the old one is over', () => {
    const [older, body] = [makeSecret(), Buffer.from('{}')];
    const both = sourceOf({ scheme, settings, secrets: [secret, older] });
    expect(outcome(checkCall(both, signed(variant, secret, body), NOW_MS))).toBe('signed by live 0');
    expect(outcome(checkCall(both, signed(variant, older, body), NOW_MS))).toBe('signed by live 1');
    const over = sourceOf({ scheme, settings, secrets: [secret], endedSecrets: [older] });
    expect(outcome(checkCall(over, signed(variant, older, body), NOW_MS))).toBe('secret_ended');
  });

  it('without a secret nobody is known, an empty key included', () => {
    const none = sourceOf({ scheme, settings, secrets: [] });
    const call = signed(variant, secret, Buffer.from('{}'));
    expect(faultBeforeBody(none, call.headers)).toBe('no_secret');
    expect(outcome(checkCall(none, call, NOW_MS))).toBe('wrong_signature');
  });

  it('a disabled source takes nothing', () => {
    const call = signed(variant, secret, Buffer.from('{}'));
    expect(faultBeforeBody({ ...only, enabled: false }, call.headers)).toBe('source_disabled');
  });

  const sample = schemeOf(scheme).sample('01890000-0000-7000-8000-000000000001');
  it('has a sample that becomes an event with a name', () => {
    const body = Buffer.from(JSON.stringify(sample.body));
    const headers = new Headers({
      ...sample.headers,
      ...Object.fromEntries(signed(variant, secret, body).headers),
    });
    const [event, ...rest] = schemeOf(scheme).eventsOf(
      JSON.parse(body.toString()),
      { headers, body },
      settings,
    );
    expect(rest).toEqual([]);
    expect(event?.name).toMatch(/^\S{1,128}$/);
  });

  const call = signed(variant, secret, Buffer.from('{}'));
  const signsTime = claim(call, settings)?.atMs !== null;
  const itWithTime = signsTime ? it : null;
  itWithTime?.('refuses what was signed more than five minutes ago, or ahead', () => {
    const at = (seconds: number): string => {
      const moved = signed(variant, secret, Buffer.from('{}'), NOW_MS + seconds * 1_000);
      return outcome(checkCall(only, moved, NOW_MS));
    };
    for (const seconds of [-REPLAY_WINDOW_SECONDS, -1, 0, REPLAY_WINDOW_SECONDS])
      expect(at(seconds)).toBe('signed by live 0');
    for (const seconds of [-REPLAY_WINDOW_SECONDS - 1, REPLAY_WINDOW_SECONDS + 1, -86_400])
      expect(at(seconds)).toBe('too_old');
  });
});

describe('unverified', () => {
  it('is the only scheme that verifies nothing', () => {
    expect(SOURCE_SCHEMES.filter((scheme) => schemeOf(scheme).signature === null)).toEqual(['unverified']);
  });
});

describe('a secret of Standard Webhooks', () => {
  const { secretFault, sign } = rulesOf('standard-webhooks');
  const bytes = (size: number): string => Buffer.alloc(size, 7).toString('base64');

  it.each([`whsec_${bytes(24)}`, `whsec_${bytes(64)}`, bytes(32), `whpk_${bytes(32)}`])(
    '%s is one',
    (given) => {
      expect(secretFault(given)).toBeNull();
    },
  );

  it.each([
    `whsec_${bytes(23)}`,
    `whsec_${bytes(65)}`,
    `whpk_${bytes(31)}`,
    'whsec_not base64!',
    'whsec_',
    '',
  ])('"%s" is none', (given) => {
    expect(secretFault(given)).toMatch(/^has to be/);
  });

  it('that is a public key signs nothing', () => {
    expect(sign({ body: Buffer.from('{}'), id: 'msg_1', atMs: NOW_MS }, `whpk_${bytes(32)}`, {})).toBeNull();
  });
});

describe('the events of a delivery', () => {
  const eventsOf = (
    scheme: SourceScheme,
    body: unknown,
    headers: Record<string, string> = {},
    settings = {},
  ) =>
    schemeOf(scheme).eventsOf(
      body,
      { headers: new Headers(headers), body: Buffer.from(JSON.stringify(body)) },
      settings,
    );

  it.each([
    [
      'github',
      { action: 'opened' },
      { 'x-github-event': 'issues', 'x-github-delivery': 'd-1' },
      'issues',
      'd-1',
    ],
    ['stripe', { id: 'evt_1', type: 'charge.failed' }, {}, 'charge.failed', 'evt_1'],
    [
      'shopify',
      { id: 1 },
      { 'x-shopify-topic': 'orders/paid', 'x-shopify-webhook-id': 'w-1' },
      'orders/paid',
      'w-1',
    ],
    ['standard-webhooks', { type: 'user.created' }, { 'webhook-id': 'msg_1' }, 'user.created', 'msg_1'],
    ['slack', { type: 'event_callback', event_id: 'Ev1', event: { type: 'message' } }, {}, 'message', 'Ev1'],
  ] as const)('of %s take name and id from where it says them', (scheme, body, headers, name, id) => {
    expect(eventsOf(scheme, body, headers)).toEqual([{ id, name, data: body }]);
  });

  it('of a source of one’s own lie where its settings say', () => {
    const settings = { header: 'x', id_header: 'X-Id', name_path: 'event.type' };
    const body = { event: { type: 'paid' } };
    expect(eventsOf('generic', body, { 'x-id': '7' }, settings)).toEqual([
      { id: '7', name: 'paid', data: body },
    ]);
    expect(eventsOf('unverified', [1], {}, { id_header: null, name_path: null })).toEqual([
      { id: null, name: 'webhook', data: [1] },
    ]);
  });

  it('have a name that can be kept, whatever stands in its place', () => {
    for (const type of ['', ' ', 'x'.repeat(129), 'a\u0007b', 7, null, { a: 1 }])
      expect(eventsOf('stripe', { id: 'evt_1', type })[0]?.name).toBe('webhook');
    expect(eventsOf('stripe', JSON.parse('{"__proto__": {"type": "x"}}'))[0]?.name).toBe('webhook');
  });

  it('keep an id that is too long by its hash', () => {
    const [event] = eventsOf('github', {}, { 'x-github-delivery': 'x'.repeat(500) });
    expect(event?.id).toMatch(/^sha256-[0-9a-f]{64}$/);
  });

  it('of the security receiver are one for each element, whose ids only the same bytes give again', () => {
    const elements = [
      { sqreen_payload_type: 'pulse', id: 'p' },
      'text',
      7,
      { message_type: 'pulse', message_id: 'm' },
    ];
    const [a, b] = [eventsOf('sqreen', elements), eventsOf('sqreen', elements)];
    expect(a).toEqual(b);
    expect(a.map(({ name }) => name)).toEqual(['pulse', 'notification', 'notification', 'pulse']);
    expect(a[3]?.id).toBe('m');
    expect(new Set(a.map(({ id }) => id)).size).toBe(4);
    expect(eventsOf('sqreen', [...elements, 1])[0]?.id).not.toBe(a[0]?.id);
  });

  it.each([[[]], [{}], ['text'], [null], [7], [Array.from({ length: 1_001 }, () => ({}))]])(
    'of the security receiver are none in %j',
    (body) => {
      expect(() => eventsOf('sqreen', body)).toThrow(/array of 1 to 1,000/);
    },
  );
});
