import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSet, scanText } from '#lib/dlp/engine.ts';
import { found, only, pattern, shippedSet } from './shipped-set.ts';

describe('a hidden card number is found', () => {
  it.each([
    ['zero-width characters', '4111\u200b1111\u200d1111\u20601111'],
    ['a zero-width character between all digits', [...'4111111111111111'].join('\u200b')],
    ['soft hyphens', '4111\u00ad1111\u00ad1111\u00ad1111'],
    ['fullwidth digits', '４１１１１１１１１１１１１１１１'],
    ['fullwidth digits and spaces', '４１１１　１１１１　１１１１　１１１１'],
    ['Arabic-Indic digits', '٤١١١١١١١١١١١١١١١'],
    ['mathematical digits', '𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏'],
    ['no-break spaces', '4111\u00a01111\u00a01111\u00a01111'],
    ['thin spaces', '4111\u20091111\u20091111\u20091111'],
    ['dashes', '4111–1111–1111–1111'],
    ['asterisks', '4111*1111*1111*1111'],
    ['dots', '4111.1111.1111.1111'],
    ['spaced hyphens', '4111 - 1111 - 1111 - 1111'],
  ])('behind %s', (_, text) => {
    const match = only(scanText(shippedSet, `pay with ${text} please`));
    expect(match.patternName).toBe('Card number');
    expect(match.canonical).toBe('4111111111111111');
    expect(match.masked).toBe('************1111');
    expect(match.value).toBe(text);
    expect(match.effect).toBe('redact');
  });

  it.each([
    ['its security code after it', '4111 1111 1111 1111 737', '4111 1111 1111 1111'],
    ['its expiry date after it', '4111 1111 1111 1111 12/29', '4111 1111 1111 1111'],
    ['a year before it', '2024 4111 1111 1111 1111', '4111 1111 1111 1111'],
    ['a date before it', '2024-01-15 4111 1111 1111 1111', '4111 1111 1111 1111'],
    ['a line before it that ends in digits', 'order 1234\n4111 1111 1111 1111', '4111 1111 1111 1111'],
    ['a full stop after it', 'It is 4111111111111111.', '4111111111111111'],
    ['brackets round it', '(4111111111111111)', '4111111111111111'],
  ])('with %s', (_, text, value) => {
    expect(found(text)).toEqual([`Card number: ${value}`]);
  });

  it('two numbers in a row are two matches', () => {
    expect(found('4111 1111 1111 1111 5555 5555 5555 4444')).toEqual([
      'Card number: 4111 1111 1111 1111',
      'Card number: 5555 5555 5555 4444',
    ]);
  });
});

describe('what a match says', () => {
  it('names every step of its confidence', () => {
    const match = only(scanText(shippedSet, 'my visa card: 4532 0151 1283 0366'));
    expect(match.reasons).toEqual(['Luhn ok', 'brand visa', 'context word visa']);
    expect(match.confidence).toBe(5);
  });

  it('a published test number counts less and is still masked', () => {
    const match = only(scanText(shippedSet, '4111 1111 1111 1111'));
    expect(match.reasons).toContain('published test number');
    expect(match.confidence).toBe(2);
    expect(match.effect).toBe('redact');
  });

  it('context counts in whole words and only nearby', () => {
    const context = (text: string) =>
      only(scanText(shippedSet, text)).reasons.filter((reason) => /word/.test(reason));
    expect(context('card 4532015112830366')).toEqual(['context word card']);
    expect(context('discarded 4532015112830366')).toEqual([]);
    expect(context(`discard${'.'.repeat(37)}4532015112830366`)).toEqual([]);
    expect(context(`card ${'x '.repeat(30)}4532015112830366`)).toEqual([]);
  });

  it('a rare length needs context to be acted upon', () => {
    expect(only(scanText(shippedSet, 'n 4222222222222')).effect).toBe('none');
    expect(only(scanText(shippedSet, 'visa card 4917610000000000003')).effect).toBe('redact');
  });

  it.each([
    ['enforcing', 'block', 'block'],
    ['alerting', 'block', 'alert'],
    ['alerting', 'log', 'log'],
    ['dry_run', 'block', 'none'],
  ] as const)('a pattern that is %s with the action %s causes %s', (state, action, effect) => {
    const set = compileSet([pattern({ regex: 'abc', state, action })]);
    expect(only(scanText(set, 'abc')).effect).toBe(effect);
  });

  it('drafts and switched-off patterns do not run', () => {
    const set = compileSet([
      pattern({ regex: 'abc', state: 'draft' }),
      pattern({ regex: 'abc', enabled: false }),
    ]);
    expect(scanText(set, 'abc')).toEqual([]);
  });

  it('below its least confidence a pattern causes nothing', () => {
    const set = compileSet([pattern({ regex: 'abc', confidence: 2, min_confidence: 3, action: 'block' })]);
    expect(only(scanText(set, 'abc')).effect).toBe('none');
  });

  it('a saved pattern that the engine no longer takes is named and harms no other', () => {
    const set = compileSet([pattern({ regex: '(?=a)b' }), pattern({ regex: 'abc' })]);
    expect(set.refused).toHaveLength(1);
    expect(scanText(set, 'abc')).toHaveLength(1);
  });
});

describe('keywords', () => {
  const keyed = (regex: string, more = {}) => compileSet([pattern({ regex, keywords: ['ticket'], ...more })]);

  it('a pattern is tried on the lines that hold one of them', () => {
    const values = scanText(keyed('\\b\\d{4}\\b'), 'a 1111\nTICKET 2222 and 3333\nb 4444').map(
      ({ value }) => value,
    );
    expect(values).toEqual(['2222', '3333']);
  });

  it('a match longer than the usual reach is found whole', () => {
    const long = 'x'.repeat(5000);
    expect(only(scanText(keyed('ticket=x+'), `a ticket=${long}; b`)).value).toBe(`ticket=${long}`);
    expect(only(scanText(keyed('x+=ticket'), `a ${long}=ticket b`)).value).toBe(`${long}=ticket`);
  });

  it('a match may cross lines if its pattern can', () => {
    expect(only(scanText(keyed('ticket\\s+\\d{4}'), `${'-\n'.repeat(900)}ticket\n\n2222\n`)).value).toBe(
      'ticket\n\n2222',
    );
  });

  it('anchors mean the text, not the stretch that is searched', () => {
    expect(scanText(keyed('^ticket'), 'first line\nticket')).toEqual([]);
    expect(scanText(keyed('^ticket', { flags: 'm' }), 'first line\nticket')).toHaveLength(1);
    expect(scanText(keyed('ticket$'), 'ticket\nlast line')).toEqual([]);
  });

  it('keywords find as much as the regex alone would', () => {
    const line = fc.string({
      unit: fc.constantFrom('ticket', 'x', '1', '22', '=', ' ', '\n'),
      maxLength: 40,
    });
    const gated = keyed('ticket\\s?=x*\\d+|\\d\\dticket');
    const free = compileSet([pattern({ regex: 'ticket\\s?=x*\\d+|\\d\\dticket' })]);
    fc.assert(
      fc.property(line, (text) => {
        expect(scanText(gated, text)).toEqual(scanText(free, text));
      }),
      { numRuns: 500 },
    );
  });
});

describe('offsets', () => {
  const noise = fc.array(
    fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('\u200b', '１', '\r\n', '🙂', '\u00a0', 'ﬃ', 'AKIA', '@', '\n'),
    ),
    { maxLength: 20 },
  );
  const secrets = fc.constantFrom(
    'AKIAY34FZKBOKMUTVV7A',
    '4532 0151 1283 0366',
    'jane@firma.de',
    '４532\u200b015112830366',
  );

  it('a planted secret is found where it stands, whatever surrounds it', () => {
    fc.assert(
      fc.property(noise, secrets, noise, (before, secret, after) => {
        const text = `${before.join('')} ; ${secret} ; ${after.join('')}`;
        const start = text.indexOf(` ; ${secret} ; `) + 3;
        const hits = scanText(shippedSet, text);
        expect(hits.some((hit) => hit.start === start && hit.end === start + secret.length)).toBe(true);
        for (const hit of hits) expect(text.slice(hit.start, hit.end)).toBe(hit.value);
      }),
      { numRuns: 500 },
    );
  });
});

describe('size', () => {
  it('a megabyte on one line is searched to its end', () => {
    const text = `${'lorem ipsum 12345 '.repeat(60_000)} 4532 0151 1283 0366`;
    expect(only(scanText(shippedSet, text)).start).toBe(text.length - 19);
  });

  it('sixteen megabytes of one character are no trouble', () => {
    for (const char of ['1', 'a', '@', ' ', '-']) {
      expect(scanText(shippedSet, char.repeat(1 << 24))).toEqual([]);
    }
  });

  it('a thousand words to choose from stay fast', () => {
    const words = Array.from({ length: 160 }, (_, index) => `w${index}q`).join('|');
    const set = compileSet([pattern({ regex: `(?:${words})!` })]);
    expect(scanText(set, `${'w1 w2q w3 '.repeat(20_000)}w99q!`)).toHaveLength(1);
  });

  it('a pattern that exhausts the backtracking stack goes on in linear time', () => {
    const set = compileSet([pattern({ regex: '^(?:(.)|(\\n))*x$' })]);
    expect(scanText(set, 'a\n'.repeat(2_000_000))).toEqual([]);
    expect(set.patterns[0]?.linearOnly).toBe(true);
  });
});
