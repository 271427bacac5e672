import { describe, expect, it } from 'vitest';
import { compilePattern } from '#lib/dlp/compile-pattern.ts';
import { compileSet, scanText } from '#lib/dlp/engine.ts';
import type { AppError } from '#lib/platform/errors.ts';
import { pattern } from './shipped-set.ts';

type Fields = Parameters<typeof pattern>[0];

const values = (fields: Fields, text: string, linear = false): string[] => {
  const set = compileSet([pattern(fields)]);
  for (const one of set.patterns) one.linearOnly = linear;
  return scanText(set, text).map(({ value }) => value);
};

describe.each([
  ['the fast engine', false],
  ['the linear engine', true],
])('with %s', (_, linear) => {
  it.each<[string, Fields, string, string[]]>([
    ['before', { regex: '\\d{4}', before: 'pin[ :]*' }, 'pin: 1234, year 2020', ['1234']],
    ['before at the start of the text', { regex: '\\d{4}', before: '(?:^|\\s)' }, '1234 x5678', ['1234']],
    ['after', { regex: '\\d{4}', after: ' ?EUR' }, '1234 EUR 5678 USD', ['1234']],
    ['after at the end of the text', { regex: '\\d{4}', after: '(?:\\W|$)' }, '1234x 5678', ['5678']],
    ['both, with flags', { regex: '\\d+', flags: 'i', before: 'NO', after: 'x' }, 'no12X no34', ['12']],
    [
      'what the value has to contain',
      { regex: '\\S{6,}', must_contain: ['digit', 'upper', 'lower', 'special'] },
      'abcdef ABCdef12 aB3$efgh',
      ['aB3$efgh'],
    ],
    [
      'what the value must not match',
      { regex: 'tok_\\w+', must_not_match: 'test' },
      'tok_test1 tok_live1',
      ['tok_live1'],
    ],
    [
      'the value group alone is asked what it contains',
      { regex: 'KEY=(\\w+)', value_group: 1, must_not_match: 'KEY' },
      'KEY=abc',
      ['abc'],
    ],
  ])('%s', (_name, fields, text, expected) => {
    expect(values(fields, text, linear)).toEqual(expected);
  });

  it('a refused match does not hide a good one that overlaps it', () => {
    expect(values({ regex: '\\d{1,3}x', before: 'a\\d' }, 'a712x', linear)).toEqual(['12x']);
  });
});

describe('saving', () => {
  it.each<[string, Fields]>([
    ['before', { regex: 'a', before: '(?<=x)' }],
    ['before', { regex: 'a', before: '(' }],
    ['before', { regex: 'a', before: '\\b' }],
    ['after', { regex: 'a', after: '(?=x)' }],
    ['after', { regex: 'a', after: 'x\\b' }],
    ['must_not_match', { regex: 'a', must_not_match: 'x*' }],
    ['must_not_match', { regex: 'a', must_not_match: '(x)\\1' }],
  ])('names the field at fault: %s in %j', (path, fields) => {
    const fault = (() => {
      try {
        compilePattern(pattern(fields));
        return null;
      } catch (error) {
        return error as AppError;
      }
    })();
    expect(fault?.details.errors?.map((error) => error.path)).toEqual([path]);
  });
});

describe('the context window', () => {
  const confidence = (context_window: number) =>
    scanText(
      compileSet([pattern({ regex: '\\d{6}', confidence: 2, context_words: ['badge'], context_window })]),
      `badge ${'. '.repeat(30)}123456`,
    )[0]?.confidence;
  it('decides how far a word still counts', () => {
    expect([confidence(0), confidence(40), confidence(80)]).toEqual([2, 2, 3]);
  });
});
