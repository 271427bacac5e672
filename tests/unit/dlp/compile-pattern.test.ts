import { describe, expect, it } from 'vitest';
import { checkPattern } from '#lib/dlp/check-pattern.ts';
import { compilePattern } from '#lib/dlp/compile-pattern.ts';
import { PatternInput } from '#lib/dlp/schema.ts';
import { AppError } from '#lib/platform/errors.ts';
import { pattern } from './shipped-set.ts';

function refusal(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

const faults = (run: () => unknown) => refusal(run).details.errors ?? [];

describe('the dialect', () => {
  it.each([
    ['a(?=b)', '(?=', 'value_group'],
    ['a(?!b)', '(?!', 'value_group'],
    ['(?<=a)b', '(?<=', 'value_group'],
    ['(?<!a)b', '(?<!', 'value_group'],
    ['(a)\\1', '\\1', 'write the repeated part out'],
    ['(?<x>a)\\k<x>', '\\k<', 'write the repeated part out'],
    ['(?i)abc', '(?i)', 'flags'],
    ['(?i:abc)', '(?i:', 'flags'],
    ['(?-s:abc)', '(?-s:', 'flags'],
    ['(?P<n>a)', '(?P<', '(?<name>'],
    ['(?>a+)b', '(?>', '(?:'],
    ['a(?#note)', '(?#', 'description'],
    ['a++', '++', 'keep one'],
    ['a{2}{3}', '{2}{3}', 'keep one'],
    ['\\u0041', '\\u', '\\xHH'],
    ['\\x{41}', '\\x{', '\\xHH'],
    ['\\cA', '\\c', '\\xHH'],
    ['abc\\z', '\\z', '$'],
    ['\\Aabc', '\\A', '^'],
    ['\\Q.\\E', '\\Q', 'escape'],
    ['\\p{Script=Latin}', '\\p{Script=Latin}', '\\p{L}'],
    ['\\pL', '\\pL', ''],
    ['[[:alpha:]]', '[:alpha:]', 'A-Za-z'],
    ['[^]a', '[^]', '[\\s\\S]'],
    ['a{', '{', 'backslash'],
    ['a}', '}', 'backslash'],
    ['a]', ']', 'backslash'],
    ['*a', '*', 'backslash'],
    ['a\\-b', '\\-', 'drop the backslash'],
    ['a\\@b', '\\@', 'drop the backslash'],
    ['[\\@]', '\\@', 'drop the backslash'],
    ['[\\b]', '\\b', '\\x08'],
    ['(a', '(a', 'missing )'],
    ['a)', ')', 'backslash'],
    ['[a', '[a', 'missing ]'],
    ['a{1001}', 'a{1001}', 'smaller'],
    ['(?:a|)*b', '(?:a|)*', 'at least one character'],
    ['(?:a*)+b', '(?:a*)+', 'at least one character'],
    ['(?:|a)?b', '(?:|a)?', 'at least one character'],
    ['(.*)*x', '(.*)*', 'at least one character'],
  ])('%s is refused at %s with its rewrite', (regex, construct, rewrite) => {
    const [fault] = faults(() => compilePattern(pattern({ regex })));
    expect(fault?.path).toBe('regex');
    expect(fault?.message).toContain(construct);
    expect(fault?.message).toContain(rewrite);
  });

  it('repeats whose product is over a thousand are refused', () => {
    expect(faults(() => compilePattern(pattern({ regex: '(?:a{1,50}){1,50}' })))[0]?.path).toBe('regex');
  });

  it.each(['a*', 'a?', 'x|', '\\b', '^$', '(?:a*|b)'])(
    '%s is refused because it can match nothing',
    (regex) => {
      expect(faults(() => compilePattern(pattern({ regex })))[0]?.message).toContain('empty text');
    },
  );

  it.each([
    'a|b',
    '(?<key>[A-Z]{3})-\\d{2,5}',
    '[\\w.+-]+@\\w+\\.\\w{2,}',
    '\\p{L}+\\s\\P{L}',
    'a\\/b\\.c\\x41[^\\n\\-\\]]',
    '(?:ab)+?c{2,}',
    'x[*+?{}]y',
    '(?:a+)+$',
    'é|🙂',
  ])('%s is accepted', (regex) => {
    expect(() => compilePattern(pattern({ regex }))).not.toThrow();
  });

  it('a pattern longer than a thousand characters is refused', () => {
    const definition = { ...pattern({ regex: 'a' }), regex: 'a'.repeat(1001) };
    expect(faults(() => compilePattern(definition))[0]?.message).toContain('1,000');
    expect(PatternInput.safeParse({ name: 'x', regex: definition.regex }).success).toBe(false);
  });
});

describe('the value group', () => {
  it.each([
    ['(a)b', 2, 'no group 2'],
    ['(a)b', 'x', 'no group x'],
    ['(?:(a)b)+', 1, 'inside a repeat'],
    ['(?:(?<v>a)b){2,5}', 'v', 'inside a repeat'],
    ['(a*)b', 1, 'can match nothing'],
  ])('%s with group %s is refused: %s', (regex, group, reason) => {
    const [fault] = faults(() => compilePattern(pattern({ regex, value_group: group })));
    expect(fault?.path).toBe('value_group');
    expect(fault?.message).toContain(reason);
  });

  it('an optional group is not a repeat', () => {
    expect(() => compilePattern(pattern({ regex: 'a(?:=(\\w+))?', value_group: 1 }))).not.toThrow();
  });
});

describe('saving', () => {
  it('runs the samples and names each one that comes out wrong', () => {
    const input = pattern({
      regex: '\\bT-\\d{4}\\b',
      samples: { match: ['T-1234', 'T-12'], no_match: ['T-12345', 'see T-9999'] },
    });
    expect(faults(() => checkPattern(input)).map(({ path }) => path)).toEqual([
      'samples.match[1]',
      'samples.no_match[1]',
    ]);
  });

  it('runs the samples of a pattern that is switched off or a draft', () => {
    const input = pattern({
      regex: 'abc',
      enabled: false,
      state: 'draft',
      samples: { match: ['abc'], no_match: [] },
    });
    expect(() => checkPattern(input)).not.toThrow();
  });

  it.each([
    [{ flags: 'g' }, 'flags'],
    [{ flags: 'ii' }, 'flags'],
    [{ name: '' }, 'name'],
    [{ validators: ['nonsense'] }, 'validators'],
    [{ confidence: 6 }, 'confidence'],
    [{ nonsense: true }, ''],
  ])('the input %j is refused', (fields, path) => {
    const { error } = PatternInput.safeParse({ name: 'x', regex: 'abc', ...fields });
    expect(error?.issues[0]?.path[0] ?? '').toBe(path);
  });
});
