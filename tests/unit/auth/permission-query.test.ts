import { describe, expect, it } from 'vitest';
import { checkQuery, evaluate, parseQuery } from '#lib/auth/authz/permission-query.ts';
import { isAppError } from '#lib/platform/errors.ts';

const faultOf = (ask: () => unknown): string | undefined => {
  try {
    ask();
  } catch (error) {
    if (isAppError(error) && error.code === 'bad_request') return error.details.errors?.[0]?.path;
    throw error;
  }
  throw new Error('It was taken.');
};
const nested = (depth: number): unknown => (depth === 0 ? 'a' : { all: [nested(depth - 1)] });

describe('a query', () => {
  it.each<[string, string[], boolean]>([
    ['"a"', ['a'], true],
    ['"a"', ['b'], false],
    ['{"any":["a","b"]}', ['b'], true],
    ['{"all":["a","b"]}', ['b'], false],
    ['{"all":["a","b"]}', ['a', 'b'], true],
    ['{"any":["x",{"all":["a",{"any":["y","b"]}]}]}', ['a', 'b'], true],
    ['{"any":["all_all","a"]}', [], false],
    ['"никто"', ['a'], false],
  ])('%s of somebody with %j is %j', (text, held, answer) => {
    expect(evaluate(parseQuery(text), (name) => held.includes(name))).toBe(answer);
  });

  it.each<[string | undefined, string]>([
    [undefined, 'permissions'],
    ['', 'permissions'],
    ['a', 'permissions'],
    ['{}', 'permissions'],
    ['[]', 'permissions'],
    ['["a"]', 'permissions'],
    ['null', 'permissions'],
    ['1', 'permissions'],
    ['true', 'permissions'],
    ['""', 'permissions'],
    [`"${'a'.repeat(81)}"`, 'permissions'],
    ['"orders:*"', 'permissions'],
    ['{"any":["a"],"all":["a"]}', 'permissions'],
    ['{"any":["a"],"any":["a"]}', 'permissions'],
    ['{"some":["a"]}', 'permissions'],
    ['{"__proto__":["a"]}', 'permissions'],
    ['{"all":[]}', 'permissions.all'],
    ['{"any":"a"}', 'permissions.any'],
    ['{"any":["a",{"all":["b",3]}]}', 'permissions.any[1].all[1]'],
    [JSON.stringify({ any: Array(51).fill('a') }), 'permissions.any'],
    [JSON.stringify(nested(9)), `permissions${'.all[0]'.repeat(8)}.all`],
    [JSON.stringify({ any: Array(3).fill({ any: Array(40).fill('a') }) }), 'permissions.any[2].any[16]'],
    [JSON.stringify({ any: Array(50).fill('a'.repeat(80)) }), 'permissions'],
  ])('%s is refused with the path of the fault', (text, path) => {
    expect(faultOf(() => parseQuery(text))).toBe(path);
  });

  it('may be eight deep and have fifty parts side by side', () => {
    expect(() => checkQuery(nested(8))).not.toThrow();
    expect(() => checkQuery({ any: Array(50).fill('a') })).not.toThrow();
  });
});
