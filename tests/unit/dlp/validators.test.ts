import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBrand, isPublishedTestNumber } from '#lib/dlp/validators/card-brands.ts';
import { shannonBits } from '#lib/dlp/validators/secrets.ts';
import { passesLuhn } from '#lib/dlp/validators/sums.ts';
import { validators } from '#lib/dlp/validators.ts';

const published: [string, string][] = [
  ['4111111111111111', 'visa'],
  ['4012888888881881', 'visa'],
  ['4222222222222', 'visa'],
  ['5555555555554444', 'mastercard'],
  ['5105105105105100', 'mastercard'],
  ['2223003122003222', 'mastercard'],
  ['378282246310005', 'amex'],
  ['371449635398431', 'amex'],
  ['378734493671000', 'amex'],
  ['6011111111111117', 'discover'],
  ['6011000990139424', 'discover'],
  ['30569309025904', 'diners'],
  ['38520000023237', 'diners'],
  ['3530111333300000', 'jcb'],
  ['3566002020360505', 'jcb'],
  ['6200000000000005', 'unionpay'],
];

const alone = (value: string) => ({ value, before: '', after: '' });
const by = (name: keyof typeof validators, value: string) => {
  const { drop, steps } = validators[name](alone(value));
  return drop ? 'dropped' : steps.reduce((sum, step) => sum + step.by, 0);
};

describe('card numbers', () => {
  it.each(published)('%s passes Luhn, is a %s and is known as a test number', (digits, brand) => {
    expect(passesLuhn(digits)).toBe(true);
    expect(findBrand(digits)?.name).toBe(brand);
    expect(isPublishedTestNumber(digits)).toBe(true);
  });

  it('one wrong digit always fails Luhn', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...published.map(([digits]) => digits)),
        fc.nat(12),
        fc.integer({ min: 1, max: 9 }),
        (digits, at, by) => {
          const wrong = digits.slice(0, at) + ((Number(digits[at]) + by) % 10) + digits.slice(at + 1);
          expect(passesLuhn(wrong)).toBe(false);
        },
      ),
    );
  });

  it.each([
    ['4111111111111', 13],
    ['411111111111111', 15],
    ['2721000000000000', 16],
    ['5011', 4],
    ['3782822463100050', 16],
  ])('%s (%i digits) has no brand, or only one of a rare length', (digits) => {
    expect(findBrand(digits)?.usual ?? false).toBe(false);
  });

  it('a number that continues as a fraction is a measurement', () => {
    expect(validators.card_brand({ value: '4111111111111111', before: '0.', after: '' }).drop).toBe(true);
    expect(validators.card_brand({ value: '4111111111111111', before: '', after: '.25' }).drop).toBe(true);
    expect(validators.card_brand({ value: '4111111111111111', before: 'no.', after: '. Thanks' }).drop).toBe(
      false,
    );
  });

  it('two kinds of separator are not one number', () => {
    expect(by('card_brand', '4532-0151 1283-0366')).toBe('dropped');
    expect(by('card_brand', '4532-0151-1283-0366')).toBe(1);
  });
});

describe('e-mail syntax', () => {
  it.each(['jane@shop.de', 'j.d+x@a-b.co.uk'])('%s is an address', (value) => {
    expect(by('email', value)).toBe(1);
  });
  it.each(['.jane@shop.de', 'a..b@shop.de', `${'a'.repeat(65)}@shop.de`, 'logo@2x.png', 'x@a..de'])(
    '%s is none',
    (value) => {
      expect(by('email', value)).toBe('dropped');
    },
  );
  it('an address that documentation reserves counts less', () => {
    expect(by('email', 'jane@example.com')).toBe(0);
    expect(by('email', 'jane@mail.example.org')).toBe(0);
  });
});

describe('keys and secrets', () => {
  it('the key of the documentation is kept, with less confidence', () => {
    expect(by('aws_key_id', 'AKIAIOSFODNN7EXAMPLE')).toBe(-3);
    expect(by('aws_key_id', 'AKIAXXXXXXXXXXXXXXXX')).toBe('dropped');
  });

  it('a private key needs a body, and a passphrase lowers the confidence', () => {
    const pem = (body: string) => `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----`;
    expect(by('private_key', pem('MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(4)))).toBe(0);
    expect(by('private_key', pem(`Proc-Type: 4,ENCRYPTED\n\n${'MIIEvQIBADANBgkqhkiG9w0B'.repeat(4)}`))).toBe(
      -2,
    );
    expect(by('private_key', '-----BEGIN PRIVATE KEY----- goes here')).toBe('dropped');
  });

  it.each([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as configuration files write it
    '${DB_PASSWORD}',
    '$DB_PASSWORD',
    '{{ password }}',
    '<password>',
    '%PASS%',
    'process.env.PASS',
    '********',
    'xxxxxxxx',
    'null',
  ])('%s stands for a secret and is none', (value) => {
    expect(by('placeholder', value)).toBe('dropped');
  });

  it.each([
    'authentication',
    'not-a-secret',
    'getToken(user)',
    '550e8400-e29b-41d4-a716-446655440000',
    '111111',
  ])('%s is not random enough', (value) => {
    expect(by('entropy', value)).toBe('dropped');
  });
  it.each(['hunter2horse9', 'f3Kq9vLx72TzWb0s', 'Tr0ub4dor&3'])('%s is', (value) => {
    expect(by('entropy', value)).not.toBe('dropped');
  });

  it('bits per character are those of Shannon', () => {
    expect(shannonBits('aaaa')).toBe(0);
    expect(shannonBits('abab')).toBe(1);
    expect(shannonBits('abcd')).toBe(2);
  });
});

describe('numbers of states and banks', () => {
  // Examples that their issuers or standards publish.
  it.each([
    ['iban', 'GB82 WEST 1234 5698 7654 32'],
    ['iban', 'NO93 8601 1117 947'],
    ['iban', 'MT84MALT011000012345MTLCAST001S'],
    ['aba_routing', '021000021'],
    ['us_npi', '1234567893'],
    ['uk_nhs', '943 476 5919'],
    ['ca_sin', '130 692 544'],
    ['au_tfn', '123 456 782'],
    ['au_abn', '51 824 753 556'],
    ['in_aadhaar', '2341 2341 2346'],
    ['br_cpf', '529.982.247-25'],
    ['br_cnpj', '11.222.333/0001-81'],
    ['de_tax_id', '86 095 742 719'],
    ['it_fiscal_code', 'RSSMRA85T10A562S'],
    ['fr_nir', '2 55 08 14 168 025 38'],
    ['pl_pesel', '44051401359'],
    ['nl_bsn', '111222333'],
    ['se_personnummer', '811218-9876'],
    ['fi_hetu', '131052-308T'],
    ['tr_tckn', '10000000146'],
    ['za_id', '8001015009087'],
  ] as const)('%s takes %s, and no other digit in any one place', (name, value) => {
    expect(by(name, value)).toBe(1);
    const places = [...value].flatMap((char, at) => (/\d/.test(char) ? [at] : []));
    const wrong = places.flatMap((at) =>
      [...'0123456789']
        .filter((digit) => digit !== value[at])
        .map((digit) => value.slice(0, at) + digit + value.slice(at + 1)),
    );
    // Some of these checks let a few single errors through; none lets many.
    const taken = wrong.filter((text) => by(name, text) !== 'dropped');
    expect(taken.length / wrong.length).toBeLessThan(0.08);
  });

  it('a coordination number and the number of a foreigner count as well', () => {
    expect(by('se_personnummer', '701063-2391')).toBe(1);
    expect(by('es_nif', 'X1234567L')).toBe(1);
    expect(by('es_nif', 'X1234567M')).toBe('dropped');
  });

  it.each(['000-12-3456', '666-12-3456', '900-12-3456', '536-00-4399', '536-90-0000', '777-77-7777'])(
    'no %s is a social security number',
    (value) => expect(by('us_ssn', value)).toBe('dropped'),
  );

  it('a published social security number counts little', () => {
    expect(by('us_ssn', '078-05-1120')).toBe(-2);
  });
});

describe('tokens', () => {
  it('whose checksum fits gain, others lose', () => {
    expect(by('token_checksum', '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')).toBe(1);
    expect(by('token_checksum', 'ghp_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18')).toBe(-3);
  });

  const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');
  it.each([
    ['a valid one', part({ alg: 'HS256' }), part({ exp: 4102444800 }), 1],
    ['one without an end', part({ alg: 'ES256' }), part({ sub: 'a' }), 1],
    ['an expired one', part({ alg: 'HS256' }), part({ exp: 1 }), -2],
    ['an unsigned one', part({ alg: 'none' }), part({}), -1],
    ['no algorithm', part({ typ: 'JWT' }), part({}), 'dropped'],
    ['no JSON', 'eyJabc', 'eyJabc', 'dropped'],
  ])('JWT: %s', (_, header, claims, expected) => {
    expect(by('jwt', `${header}.${claims}.c2ln`)).toBe(expected);
  });
});
