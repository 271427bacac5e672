import { describe, expect, it } from 'vitest';
import { cookiesOf } from '#lib/http/session-cookie.ts';

describe('cookiesOf', () => {
  it('reads names and values, the first of a name', () => {
    expect({ ...cookiesOf('a=1; b=x%20y;a=2; c=d=e; ; f') }).toEqual({ a: '1', b: 'x y', c: 'd=e' });
    expect({ ...cookiesOf(null) }).toEqual({});
  });

  it('survives what cannot be decoded and what is named like a property', () => {
    expect(cookiesOf('a=%E0%A4%A').a).toBe('%E0%A4%A');
    expect(cookiesOf('x=1').constructor).toBeUndefined();
    expect(Object.entries(cookiesOf('__proto__=1'))).toEqual([['__proto__', '1']]);
  });
});
