import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { builtInPatterns } from '#lib/dlp/built-in-patterns.ts';
import { checkPattern } from '#lib/dlp/check-pattern.ts';
import { compilePattern } from '#lib/dlp/compile-pattern.ts';
import { normalizeText } from '#lib/dlp/normalize-text.ts';
import type { RunRegex } from '#lib/dlp/run-regex.ts';
import { seeded } from '#lib/dlp/sample-text.ts';
import { PatternInput } from '#lib/dlp/schema.ts';
import { found, shippedPatterns } from './shipped-set.ts';

describe.each(builtInPatterns)('$name', ({ id, ...input }) => {
  it('could be saved as it is, samples included', () => {
    expect(() => checkPattern(PatternInput.parse(input))).not.toThrow();
    expect(input.samples.match.length).toBeGreaterThan(0);
    expect(input.samples.no_match.length).toBeGreaterThan(0);
  });

  it('has an id of its own', () => {
    expect(z.uuid().safeParse(id).success).toBe(true);
    expect(builtInPatterns.filter((other) => other.id === id)).toHaveLength(1);
  });
});

describe('what must be left alone', () => {
  it.each([
    ['UUIDs', '550e8400-e29b-41d4-a716-446655440000 6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
    ['UUIDs of digits alone', '12345678-1234-4234-8234-123456789012'],
    ['git commits', 'commit 4f2a9c1e8b7d6053a1f2e4d5c6b7a8f901234567'],
    ['hashes', 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    [
      'lock files',
      '"integrity": "sha512-IMPNvbAxIYR+2xGBE0FDZ2wXoDrR0OoVtq2Hjf3Zq1jgVJmIC4WTv+9oDe1nJ6SfT5DwbaEHdjYzbTmSQ=="',
    ],
    ['times in milliseconds', '1704067200000 1735689600123'],
    ['order numbers', 'order 1234567890123456, ref 9876543210987654'],
    ['tracking numbers', '1Z999AA10123456784 and 940011189922385738'],
    ['ISBN and EAN', '978-3-16-148410-0 and 4006381333931'],
    ['IMEI', 'IMEI 356938035643809 860000000000001'],
    ['snowflakes', '1176943789254770698'],
    ['fractions', '0.4532015112830366 and 12.5105105105105100'],
    ['coordinates', '52.520008, 13.404954'],
    [
      'names that only begin like a secret',
      'tokenizer: bert-base-v2, secretary: Anna2024K, passwordless=magic1link',
    ],
    ['sentences about passwords', 'The password is required. Your token is expired and the secret is out.'],
    ['versions', '>=4.17.21 <5.0.0 || ^16.4.6'],
    ['packages', 'npm i react@18.2.0 @types/node@24.19.2'],
    ['images', '<img src="logo@2x.png">'],
    ['colours', '#ff00aa #123456'],
    [
      'references to a secret',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as configuration files write it
      'password: ${DB_PASSWORD}\ntoken = process.env.API_TOKEN\nsecret: {{ vault.secret }}',
    ],
    [
      'labels of a form',
      '"password": "Passwort", "password_hint": "Mindestens acht Zeichen", "token": "Token"',
    ],
    [
      'types in code',
      'password: string;\nconst token = await getToken(user);\nsecret = this.secrets.get(name)',
    ],
    ['hidden secrets', 'password=******** token: xxxxxxxx api_key=<your-api-key>'],
    ['talk about keys', 'paste it between -----BEGIN PRIVATE KEY----- and -----END PRIVATE KEY-----'],
    [
      'public keys',
      '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----',
    ],
  ])('%s', (_, text) => {
    expect(found(text, 2)).toEqual([]);
  });

  it.each([
    ['IBANs', 'FR76 3000 6000 0112 3456 7890 189, BE68 5390 0754 7034, DE89 3704 0044 0532 0130 00'],
    ['phone lists', '+49 30 901820, +1 (202) 456-1111, 0800 1111 2222'],
  ])('%s are no cards and no numbers of people', (_, text) => {
    expect(found(text, 2).filter((line) => !/^(?:IBAN|Phone number): /.test(line))).toEqual([]);
  });

  it('thousands of UUIDs, alone and in lists', () => {
    const random = seeded(5);
    const hex = (length: number, digits = '0123456789abcdef') =>
      Array.from({ length }, () => digits[Math.floor(random() * digits.length)]).join('');
    // Every other one with digits alone in the middle: these look most like numbers of people.
    const uuids = Array.from({ length: 20_000 }, (_, at) => {
      const middle = at % 2 === 0 ? '0123456789abcdef' : '0123456789';
      return `${hex(8)}-${hex(4, middle)}-4${hex(3, middle)}-8${hex(3, middle)}-${hex(12, middle)}`;
    });
    expect(uuids.flatMap((uuid) => found(uuid, 2))).toEqual([]);
    expect(found(uuids.join(', '), 2)).toEqual([]);
  });

  it('documentation examples are found with little confidence, not dropped', () => {
    expect(found('AKIAIOSFODNN7EXAMPLE')).toEqual(['AWS access key: AKIAIOSFODNN7EXAMPLE']);
    expect(found('AKIAIOSFODNN7EXAMPLE', 3)).toEqual([]);
    expect(found('4111 1111 1111 1111', 3)).toEqual([]);
  });
});

describe('what must be caught', () => {
  it.each([
    ['password=Tr0ub4dor&3x', 'Generic secret assignment: Tr0ub4dor&3x'],
    ['export API_KEY="f3Kq9vLx72TzWb0s"', 'Generic secret assignment: f3Kq9vLx72TzWb0s'],
    ["{ clientSecret: 'p8Q2-zzK1.mN4x' }", 'Generic secret assignment: p8Q2-zzK1.mN4x'],
    ['auth_token => 9d1f8a7b6c5e4f3a2b1c', 'Generic secret assignment: 9d1f8a7b6c5e4f3a2b1c'],
    ['the wifi password is: Sonne4Alle!', 'Generic secret assignment: Sonne4Alle!'],
    ['secretKey: "f3Kq9vLx72TzWb0s"', 'Generic secret assignment: f3Kq9vLx72TzWb0s'],
    ['ASIAY34FZKBOKMUTVV7A', 'AWS access key: ASIAY34FZKBOKMUTVV7A'],
    ['mail müller@straße.de', 'E-mail address: müller@straße.de'],
    ['3530 1113 3330 0000', 'Card number: 3530 1113 3330 0000'],
    ['3782 822463 10005', 'Card number: 3782 822463 10005'],
    ['3852 000002 3237', 'Card number: 3852 000002 3237'],
    ['maestro card 6759649826438453', 'Card number: 6759649826438453'],
  ])('%s', (text, expected) => {
    expect(found(text)).toContain(expected);
  });

  it('a private key to its last line, however its lines end', () => {
    const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj';
    for (const end of ['\n', '\r\n', '\\n']) {
      const lines = [
        '-----BEGIN RSA PRIVATE KEY-----',
        ...Array(26).fill(body),
        '-----END RSA PRIVATE KEY-----',
      ];
      expect(found(`key:\n${lines.join(end)}\nend`)).toEqual([`Private key: ${lines.join(end)}`]);
    }
  });
});

function spans(run: RunRegex, subject: string): number[][] {
  const all: number[][] = [];
  for (let hit = run(subject, 0); hit !== null; hit = run(subject, hit.end)) {
    all.push([hit.start, hit.end, hit.valueStart, hit.valueEnd]);
  }
  return all;
}

describe('both engines', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.string({ maxLength: 6, unit: 'grapheme' }),
    fc.constantFrom(
      ' ',
      '\n',
      '\t',
      '"',
      "'",
      '=',
      ': ',
      '@',
      '.',
      '-',
      '_',
      '*',
      '4111',
      '111111',
      '1111',
      'é',
      'ß',
      'K',
      's',
    ),
    fc.constantFrom(
      ...shippedPatterns.flatMap(({ keywords, samples }) => [
        ...keywords,
        ...samples.match,
        ...samples.no_match,
      ]),
    ),
    fc.constantFrom(
      '-----BEGIN PRIVATE KEY-----',
      '-----END PRIVATE KEY-----',
      'AKIAY34FZKBOKMUTVV7A',
      'jane@firma.de',
    ),
  );
  const text = fc.array(piece, { maxLength: 25 }).map((parts) => normalizeText(parts.join('')).text);

  it.each(shippedPatterns)('find the same spans of $name in any text', (definition) => {
    const { fast, linear } = compilePattern(definition);
    fc.assert(
      fc.property(text, (subject) => {
        expect(spans(fast, subject)).toEqual(spans(linear, subject));
      }),
      { numRuns: 400 },
    );
  });
});
