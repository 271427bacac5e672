import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBrand, isPublishedTestNumber, passesLuhn } from '#lib/dlp/card.ts';
import { shannonBits, validators } from '#lib/dlp/validators.ts';

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
