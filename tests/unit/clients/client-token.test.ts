import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSignedWith, parseClientToken, timeFault } from '#lib/clients/client-token.ts';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { isRefusal } from '#lib/platform/compact-jwt.ts';

const KEY = 'eyesk_unit-test-key-of-more-than-thirty-two-bytes';
const SUB = '01a1fd7b-a923-7000-b10b-b3c9f8492179';
const HEADER = { alg: 'HS256', typ: 'JWT' };
const CLAIMS = { jti: 'one', gty: 'client-credentials', sub: SUB, iat: 1_000.25, exp: 1_600.5 };

const encode = (text: string): string => Buffer.from(text).toString('base64url');
/** Signs any two texts, sound or not. */
const token = (header: unknown, claims: unknown): string => {
  const text = [header, claims]
    .map((each) => encode(typeof each === 'string' ? each : JSON.stringify(each)))
    .join('.');
  return `${text}.${createHmac('sha256', KEY).update(text).digest('base64url')}`;
};
const without = (name: keyof typeof CLAIMS): object => {
  const { [name]: _, ...rest } = CLAIMS;
  return rest;
};
const refusalOf = (raw: string): string | null => {
  const parsed = parseClientToken(raw);
  return isRefusal(parsed) ? parsed.refused : null;
};
const GOOD = token(HEADER, CLAIMS);

describe('a token that a client may send', () => {
  it('is read as it says, with fractional times', () => {
    expect(parseClientToken(GOOD)).toMatchObject({ clientId: SUB, jti: 'one', iat: 1_000.25, exp: 1_600.5 });
  });

  it('may write its times with more digits than a double holds', () => {
    const claims = JSON.stringify(CLAIMS)
      .replace('1000.25', '1000.2500000000000000001')
      .replace('1600.5', '16005.00000000000000e-1');
    expect(parseClientToken(token(HEADER, claims))).toMatchObject({ iat: 1_000.25, exp: 1_600.5 });
  });

  it('may leave out typ, name a kid, write typ and the id in another case, and carry further claims', () => {
    const claims = { ...CLAIMS, sub: SUB.toUpperCase(), scope: 'x' };
    const parsed = parseClientToken(token({ alg: 'HS256', typ: 'jwt', kid: 'mine' }, claims));
    expect(parsed).toMatchObject({ clientId: SUB });
    expect(refusalOf(token({ alg: 'HS256' }, CLAIMS))).toBeNull();
  });

  it('is what is minted here', () => {
    const minted = mintClientToken({ clientId: SUB, secretKey: KEY, lifetimeSeconds: 60 });
    const parsed = parseClientToken(minted);
    if (isRefusal(parsed)) throw new Error(parsed.refused);
    expect(parsed.exp - parsed.iat).toBe(60);
    expect(isSignedWith(parsed, KEY)).toBe(true);
  });

  it('is signed with the UTF-8 text of the key and with no other', () => {
    const parsed = parseClientToken(GOOD);
    if (isRefusal(parsed)) throw new Error(parsed.refused);
    expect(isSignedWith(parsed, KEY)).toBe(true);
    expect(isSignedWith(parsed, `${KEY} `)).toBe(false);
    expect(isSignedWith(parsed, '')).toBe(false);
  });
});

describe('a token is refused', () => {
  const headers: [string, unknown, string][] = [
    ['alg none', { alg: 'none' }, 'alg is not HS256'],
    ['alg in another case', { alg: 'hs256' }, 'alg is not HS256'],
    ['another HMAC', { alg: 'HS512' }, 'alg is not HS256'],
    ['an asymmetric alg', { alg: 'EdDSA' }, 'alg is not HS256'],
    ['no alg', { typ: 'JWT' }, 'alg is not HS256'],
    ['alg in a list', { alg: ['HS256'] }, 'alg is not HS256'],
    ['the type of an access token', { ...HEADER, typ: 'at+jwt' }, 'typ is not JWT'],
    ['a type that is no text', { ...HEADER, typ: 1 }, 'typ is not JWT'],
    ...['crit', 'jku', 'jwk', 'x5u', 'x5c', 'b64', 'zip', 'enc'].map((name): [string, unknown, string] => [
      name,
      { ...HEADER, [name]: [] },
      `header holds ${name}`,
    ]),
    ['a header that is a list', [], 'header is not an object in base64url'],
    ['a header that is no JSON', '{', 'header is not an object in base64url'],
    ['a repeated header', '{"alg":"none","alg":"HS256"}', 'header is not an object in base64url'],
    ['a long header', { ...HEADER, kid: 'x'.repeat(1_000) }, 'header longer than 1 KB'],
  ];
  it.each(headers)('for %s in its header', (_, header, reason) => {
    expect(refusalOf(token(header, CLAIMS))).toBe(reason);
  });

  const claims: [string, unknown, string][] = [
    ['no gty', without('gty'), 'gty is not client-credentials'],
    ['another gty', { ...CLAIMS, gty: 'password' }, 'gty is not client-credentials'],
    ['no jti', without('jti'), 'jti is not a printable string'],
    ['an empty jti', { ...CLAIMS, jti: '' }, 'jti is not a printable string'],
    ['jti as a number', { ...CLAIMS, jti: 1 }, 'jti is not a printable string'],
    ['a jti of 129 characters', { ...CLAIMS, jti: 'x'.repeat(129) }, 'jti is not a printable string'],
    ['a jti with a line break', { ...CLAIMS, jti: 'a\nb' }, 'jti is not a printable string'],
    ['no sub', without('sub'), 'sub is not a client id'],
    ['sub as a list', { ...CLAIMS, sub: [SUB] }, 'sub is not a client id'],
    ['a sub that is no id', { ...CLAIMS, sub: "x' OR '1'='1" }, 'sub is not a client id'],
    ['no iat', without('iat'), 'iat is not a time'],
    ['iat as text', { ...CLAIMS, iat: '1000' }, 'iat is not a time'],
    ['a negative iat', { ...CLAIMS, iat: -1 }, 'iat is not a time'],
    ['no exp', without('exp'), 'exp is not a time'],
    ['exp as text', { ...CLAIMS, exp: '1600' }, 'exp is not a time'],
    ['an exp beyond reason', { ...CLAIMS, exp: 1e308 }, 'exp is not a time'],
    ['exp in milliseconds', { ...CLAIMS, exp: 1_795_254_985_000 }, 'exp is not a time'],
    ['an infinite exp', JSON.stringify(CLAIMS).replace('1600.5', '1e999'), 'exp is not a time'],
    ['exp null', { ...CLAIMS, exp: null }, 'exp is not a time'],
    ['nbf as text', { ...CLAIMS, nbf: '1000' }, 'nbf is not a time'],
    ['nbf null', { ...CLAIMS, nbf: null }, 'nbf is not a time'],
    ['exp before iat', { ...CLAIMS, exp: 999 }, 'exp is not after iat'],
    ['exp at iat', { ...CLAIMS, exp: CLAIMS.iat }, 'exp is not after iat'],
    [
      'a repeated claim',
      `{"sub":"x",${JSON.stringify(CLAIMS).slice(1)}`,
      'claims are not an object in base64url',
    ],
    ['claims that are text', '"x"', 'claims are not an object in base64url'],
    ['claims that are null', 'null', 'claims are not an object in base64url'],
  ];
  it.each(claims)('for %s', (_, body, reason) => {
    expect(refusalOf(token(HEADER, body))).toBe(reason);
  });

  it('for claims that are not UTF-8', () => {
    const body = Buffer.concat([Buffer.from('{"jti":"'), Buffer.from([0xff]), Buffer.from('"}')]).toString(
      'base64url',
    );
    expect(refusalOf(`${encode(JSON.stringify(HEADER))}.${body}.${'A'.repeat(43)}`)).toBe(
      'claims are not an object in base64url',
    );
  });

  const [head = '', body = '', tail = ''] = GOOD.split('.');
  const forms: [string, string, string][] = [
    ['two parts', `${head}.${body}`, 'not three parts'],
    ['four parts', `${GOOD}.x`, 'not three parts'],
    ['five parts', `${GOOD}.x.y`, 'not three parts'],
    ['nothing', '', 'not three parts'],
    ['4 KB and one', `${head}.${'A'.repeat(4_097)}.${tail}`, 'longer than 4 KB'],
    ['a signature with padding', `${head}.${body}.${tail}=`, 'signature is not base64url'],
    ['a signature with white space', `${head}.${body}.${tail} `, 'signature is not base64url'],
    ['an empty signature', `${head}.${body}.`, 'signature is not base64url'],
    [
      'a short signature',
      `${head}.${body}.${Buffer.alloc(31).toString('base64url')}`,
      'signature is not 32 bytes',
    ],
    ['a header with padding', `${head}=.${body}.${tail}`, 'header is not an object in base64url'],
    ['base64 instead of base64url', `${head}.${body}.${'+/'.repeat(21)}A`, 'signature is not base64url'],
  ];
  it.each(forms)('for %s', (_, raw, reason) => {
    expect(refusalOf(raw)).toBe(reason);
  });

  it('for the same signature in any other spelling', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const bytes = Buffer.from(tail, 'base64url');
    const spellings = [...alphabet]
      .map((last) => tail.slice(0, -1) + last)
      .filter((each) => each !== tail && Buffer.from(each, 'base64url').equals(bytes));
    expect(spellings).toHaveLength(3);
    for (const each of spellings)
      expect(refusalOf(`${head}.${body}.${each}`)).toBe('signature is not base64url');
  });
});

describe('whatever stands in its place', () => {
  const PRINTABLE = /^[\x20-\x7e]{1,128}$/;
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom(
      '',
      SUB,
      SUB.toUpperCase(),
      'client-credentials',
      0,
      1_000.25,
      4.2e9,
      -0.5,
      'HS256',
      'none',
    ),
  );
  const isSeconds = (value: unknown): value is number =>
    typeof value === 'number' && value >= 0 && value < 4.1e9;
  const mayCount = (claims: Record<string, unknown>): boolean =>
    claims.gty === 'client-credentials' &&
    typeof claims.jti === 'string' &&
    PRINTABLE.test(claims.jti) &&
    typeof claims.sub === 'string' &&
    claims.sub.toLowerCase() === SUB &&
    isSeconds(claims.iat) &&
    isSeconds(claims.exp) &&
    claims.exp > claims.iat &&
    (!('nbf' in claims) || isSeconds(claims.nbf));

  it('of claims, a signed token is taken just when every claim is of its kind', () => {
    const claims = fc.record(
      {
        jti: fc.oneof(fc.constant('one'), odd),
        gty: fc.oneof(fc.constant('client-credentials'), odd),
        sub: fc.oneof(fc.constant(SUB), odd),
        iat: fc.oneof(fc.constant(1_000.25), odd),
        exp: fc.oneof(fc.constant(1_600.5), odd),
        nbf: fc.oneof(fc.constant(1_100), odd),
        more: odd,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(claims, (given) => {
        // As the reader gets them: JSON knows no -0 and no undefined.
        const sent = JSON.parse(JSON.stringify(given)) as Record<string, unknown>;
        fc.pre(!JSON.stringify(sent).includes('\\u0000') && JSON.stringify(sent).isWellFormed());
        expect(refusalOf(token(HEADER, sent)) === null).toBe(mayCount(sent));
      }),
      { numRuns: 1_000 },
    );
  });

  it('of the header, it is taken just when it says HS256 and leads nowhere else', () => {
    const header = fc.dictionary(
      fc.constantFrom('alg', 'typ', 'kid', 'jku', 'jwk', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'enc', 'cty'),
      fc.oneof({ weight: 2, arbitrary: fc.constantFrom('HS256', 'JWT') }, odd),
    );
    fc.assert(
      fc.property(header, (given) => {
        const sent = { alg: 'HS256', ...given } as Record<string, unknown>;
        fc.pre(!JSON.stringify(sent).includes('\\u0000') && JSON.stringify(sent).isWellFormed());
        fc.pre(encode(JSON.stringify(sent)).length <= 1_024);
        const leadsElsewhere = ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'enc'].some(
          (name) => name in sent,
        );
        const isJwt = !('typ' in sent) || sent.typ === 'JWT';
        expect(refusalOf(token(sent, CLAIMS)) === null).toBe(
          sent.alg === 'HS256' && isJwt && !leadsElsewhere,
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('no garbage', () => {
  const parts = fc.array(fc.oneof(fc.string(), fc.base64String(), fc.json().map(encode)), { maxLength: 5 });
  it('is taken for a token, or makes the reader throw', () => {
    fc.assert(fc.property(parts, (texts) => isRefusal(parseClientToken(texts.join('.')))));
  });

  it('with one byte changed keeps its signature', () => {
    fc.assert(
      fc.property(fc.nat(GOOD.length - 1), fc.constantFrom(...'ABab01-_.'), (at, char) => {
        fc.pre(GOOD[at] !== char);
        const parsed = parseClientToken(GOOD.slice(0, at) + char + GOOD.slice(at + 1));
        return isRefusal(parsed) || !isSignedWith(parsed, KEY);
      }),
    );
  });
});

describe('time', () => {
  const at = (seconds: number): number => seconds * 1_000;
  const span = { iat: 1_000, exp: 1_600, nbf: 0 };
  it.each([
    [970, null],
    [969.9, 'token_not_yet_valid'],
    [1_300, null],
    [1_629.9, null],
    [1_630, 'token_expired'],
  ])('at second %d the answer is %s', (now, fault) => {
    expect(timeFault(span, at(now), 600)).toBe(fault);
  });

  it('does not count before its nbf, but for the skew', () => {
    const late = { iat: 1_000, exp: 1_600, nbf: 1_300.5 };
    expect(timeFault(late, at(1_270.5), 600)).toBeNull();
    expect(timeFault(late, at(1_270.4), 600)).toBe('token_not_yet_valid');
  });

  it('allows the lifetime of the client to the second, and no more', () => {
    expect(timeFault(span, at(1_300), 600)).toBeNull();
    expect(timeFault(span, at(1_300), 599)).toBe('token_lives_too_long');
    expect(timeFault({ iat: 1_000.5, exp: 11_010.5, nbf: 0 }, at(1_300), 10_800)).toBeNull();
  });
});
