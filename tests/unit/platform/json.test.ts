import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath } from '#lib/format/field-path.ts';
import { isAppError } from '#lib/platform/errors.ts';
import { parseExactJson, parseJson, parseStoredJson, parseStoredJsonAsText } from '#lib/platform/json.ts';

const refusal = (text: string): { path: string; message: string } | null => {
  try {
    parseJson(text);
    return null;
  } catch (error) {
    if (!isAppError(error)) throw error;
    expect(error.code).toBe('bad_request');
    const [fault] = error.details.errors ?? [];
    if (!fault) throw new Error('The refusal names no fault.');
    return fault;
  }
};

/** Well-formed JSON values without what is refused on purpose. */
const storable = fc
  .jsonValue({ stringUnit: 'binary', maxDepth: 6 })
  .filter((value) => !JSON.stringify(value).includes('\\u0000'));

describe('what JSON.parse takes', () => {
  it('is taken with the same meaning', () => {
    fc.assert(
      fc.property(storable, fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('and what it refuses is refused, with the place and none of the content', () => {
    fc.assert(
      fc.property(
        storable,
        fc.nat(),
        fc.constantFrom('', '"', '}', ']', ',', ':', '\\'),
        (value, at, put) => {
          const whole = JSON.stringify(value);
          const cut = at % (whole.length + 1);
          const text = whole.slice(0, cut) + put + whole.slice(cut + 1);
          let sound = true;
          try {
            JSON.parse(text);
          } catch {
            sound = false;
          }
          if (!sound) expect(refusal(text)).toEqual({ path: '', message: 'is not JSON' });
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each(['', ' ', '{', 'undefined', "{'a':1}", '[1,]', '01', '\u00a0{}', '{"secret":hunter2horse9}'])(
    'refuses %j without repeating it',
    (text) => {
      expect(refusal(text)).toEqual({ path: '', message: 'is not JSON' });
      expect(() => parseJson(text)).not.toThrow(/hunter2/);
    },
  );

  it('keeps a key called __proto__ as a key', () => {
    const parsed = parseJson('{"__proto__":{"a":1},"constructor":2}') as object;
    expect(Object.keys(parsed)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  });
});

describe('a repeated key', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"a\\"b":1,"a\\u0022b":2}', 'a"b'],
    ['{"\\\\":1,"\\u005c":2}', '\\'],
    ['{"data":{"items":[{"x":1},{"y":[],"y":{}}]}}', 'data.items[1].y'],
    ['[[{}],{"k":{"k":1,"j":"k","k":2}}]', '[1].k.k'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"":1,"":2}', ''],
    ['{"a":{"b":1},"c":{"b":1,"d":":","b":1}}', 'c.b'],
  ])('in %s is refused with its path', (text, path) => {
    expect(refusal(text)).toEqual({ path, message: 'stands twice in the same object' });
  });

  it('is found wherever it is put, however it is written', () => {
    const object = fc.dictionary(
      fc.string({ unit: 'binary', minLength: 1 }).filter((key) => !key.includes('\0')),
      storable,
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(object, fc.nat(), fc.nat({ max: 4 }), fc.boolean(), (value, pick, depth, escaped) => {
        const keys = Object.keys(value);
        const key = keys[pick % keys.length] as string;
        const written = escaped
          ? `"${[...Array(key.length).keys()].map((i) => `\\u${key.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`
          : JSON.stringify(key);
        const inner = `${JSON.stringify(value).slice(0, -1)},${written}:[]}`;
        const text = '[{"deep":'.repeat(depth) + inner + '}]'.repeat(depth);
        expect(refusal(text)?.message).toBe('stands twice in the same object');
      }),
    );
  });

  it('in two different objects is none', () => {
    expect(parseJson('[{"a":{"a":[{"a":1}]}},{"a":":"}]')).toEqual([{ a: { a: [{ a: 1 }] } }, { a: ':' }]);
  });
});

describe('what the store cannot hold', () => {
  it.each([
    ['{"data":{"note":"a\\u0000b"}}', 'data.note', 'holds the character U+0000'],
    ['{"da\\u0000ta":1}', '', 'holds the character U+0000'],
    ['["x","\\u0000"]', '[1]', 'holds the character U+0000'],
    ['{"a":"\\ud83d"}', 'a', 'holds half of a surrogate pair'],
    ['{"a":"\\ude00\\ud83d"}', 'a', 'holds half of a surrogate pair'],
    ['{"a":{"\\udc00":1}}', 'a', 'holds half of a surrogate pair'],
  ])('%s is refused with its path', (text, path, message) => {
    expect(refusal(text)).toEqual({ path, message });
  });

  it('is found at any depth, in texts and in keys, written out or escaped', () => {
    const bad = fc.constantFrom('\\u0000', '\\ud83d', '\\udc00', '\ud83d', '\\ude00\\ud83d');
    const place = fc.array(fc.oneof(fc.nat(3), fc.constantFrom('a', 'b c', 'é', '__proto__')), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(bad, place, fc.boolean(), (text, path, asKey) => {
        const innermost = asKey ? `{"x${text}":1}` : `"x${text}y"`;
        const whole = path.reduceRight<string>(
          (inner, part) =>
            typeof part === 'number'
              ? `[${'0,'.repeat(part)}${inner}]`
              : `{${JSON.stringify(part)}:${inner}}`,
          innermost,
        );
        const message = text.includes('0000')
          ? 'holds the character U+0000'
          : 'holds half of a surrogate pair';
        expect(refusal(whole)).toEqual({ path: formatPath(path), message });
      }),
      { numRuns: 500 },
    );
  });

  it('a whole surrogate pair is taken, written out or escaped', () => {
    expect(parseJson('["😀","\\ud83d\\ude00"]')).toEqual(['😀', '😀']);
  });
});

describe('depth', () => {
  const nested = (levels: number, [open, close]: [string, string]): string =>
    open.repeat(levels) + close.repeat(levels);

  it('64 levels are taken and one more is refused', () => {
    for (const brackets of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as [string, string][]) {
      const value = brackets[0] === '[' ? '' : '1';
      const text = (levels: number): string =>
        nested(levels, [brackets[0], '']) + value + nested(levels, ['', brackets[1]]);
      expect(refusal(text(65))).toBeNull();
      expect(refusal(text(66))?.message).toBe('is nested deeper than 64 levels');
    }
  });

  it('a megabyte of brackets is refused and does not overflow the stack', () => {
    expect(refusal(nested(500_000, ['[', ']']))).not.toBeNull();
    expect(refusal(`{"n":12345678901234567890,"a":${nested(400_000, ['[', ']'])}}`)).not.toBeNull();
  });
});

/** Digits and exponent without what makes no difference: `1.50` is `15e-1`. */
function meaning(number: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number);
  if (!match) throw new Error(`${number} is no JSON number`);
  const digits = BigInt((match[2] ?? '') + (match[3] ?? ''));
  if (digits === 0n) return '0';
  const bare = String(digits).replace(/0+$/, '');
  const exponent = Number(match[4] ?? 0) - (match[3] ?? '').length + (String(digits).length - bare.length);
  return `${match[1]}${bare}e${exponent}`;
}

const jsonNumber = fc
  .tuple(
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 10n ** 25n }),
    fc.option(fc.stringMatching(/^\d{1,25}$/)),
    fc.option(
      fc.tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), fc.integer({ min: 0, max: 400 })),
    ),
  )
  .map(
    ([negative, whole, fraction, exponent]) =>
      `${negative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : exponent.join('')}`,
  );

describe('a number among settings', () => {
  it.each([
    '12345678901234567890',
    '0.12345678901234567890',
    '1763697600.123456789',
    '-9007199254740993',
    '1E-400',
  ])('%s is the double nearest to it', (number) => {
    expect(parseJson(`{"a":[${number}]}`)).toEqual({ a: [Number(number)] });
  });

  it('is no way round what is refused', () => {
    expect(refusal('{"n":12345678901234567890,"a":1,"a":2}')?.path).toBe('a');
  });
});

describe('a number', () => {
  it.each([
    '12345678901234567890',
    '4111111111111111',
    '0.12345678901234567890',
    '1234567890.12345678901',
    '9007199254740990.9',
    '1.0000000000000000001',
    '-9007199254740993',
    '1e400',
    '1E-400',
    '123456789012345678e-5',
  ])('%s keeps every digit on its way to the store', (number) => {
    const text = `{"data":[${number}]}`;
    expect(meaning(JSON.stringify(parseExactJson(text)).slice(9, -2))).toBe(meaning(number));
  });

  it('of any length and form means the same when it is written out again', () => {
    fc.assert(
      fc.property(jsonNumber, (number) => {
        expect(meaning(JSON.stringify(parseExactJson(number)))).toBe(meaning(number));
        expect(meaning(JSON.stringify(parseStoredJson(number)))).toBe(meaning(number));
        expect(meaning(String(parseStoredJsonAsText(number)))).toBe(meaning(number));
      }),
      { numRuns: 1_000 },
    );
  });

  it('that a double holds stays a number, also beside one that it does not hold', () => {
    expect(parseStoredJsonAsText('[12345678901234567890, 1.5, 100000000000000000000, 1.50, 7]')).toEqual([
      '12345678901234567890',
      1.5,
      1e20,
      1.5,
      7,
    ]);
  });

  it('makes no other number beside it dear: four megabytes of digits cost about the same with one exponent as without', () => {
    const digits = '7,'.repeat(2 * 1024 * 1024);
    const costOf = (text: string): number => {
      const startedAt = process.cpuUsage();
      parseExactJson(text);
      return process.cpuUsage(startedAt).user;
    };
    const cheapest = (text: string): number => Math.min(costOf(text), costOf(text), costOf(text));
    expect(cheapest(`[${digits}1e5]`)).toBeLessThan(8 * cheapest(`[${digits}105]`));
  }, 30_000);

  it('stands apart from a text that looks like one on its way', () => {
    const text = '["\\ud800\\udc001","\ud800\udc00-1",12345678901234567890,"12345678901234567890",-0,-1e400]';
    const written = '["\ud800\udc001","\ud800\udc00-1",12345678901234567890,"12345678901234567890",0,-1e400]';
    expect(JSON.stringify(parseExactJson(text))).toBe(written);
    expect(JSON.stringify(parseStoredJson(text))).toBe(written);
  });

  it('of a megabyte costs no more than its length', () => {
    const zeros = '0'.repeat(500_000);
    const startedAt = process.cpuUsage();
    parseExactJson(`[1${zeros}1, 1${zeros}, 0.${zeros}1]`);
    const { user } = process.cpuUsage(startedAt);
    expect(user / 1000).toBeLessThan(2_000);
  });
});
