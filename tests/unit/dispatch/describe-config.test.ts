import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeConfig, leavesOf, valueAt } from '#lib/dispatch/destinations/describe-config.ts';
import { field } from '#lib/dispatch/destinations/field-config.ts';
import { CONFIGS, DESTINATION_KINDS } from '#lib/dispatch/destinations/schema.ts';

const Config = z
  .strictObject({
    host: field(z.string().max(200), { title: 'Host', origin: true }),
    port: field(z.int().min(1), { title: 'Port' }).default(25),
    tls: field(z.enum(['none', 'required']), { title: 'TLS', labels: { none: 'No TLS' } }).default(
      'required',
    ),
    names: field(z.array(z.string()), { title: 'Names' }).optional(),
    loud: field(z.boolean(), { title: 'Loud' }).default(false),
    body: field(z.record(z.string(), z.json()), { title: 'Body', widget: 'json' }),
    login: field(
      z.discriminatedUnion('type', [
        field(z.strictObject({ type: z.literal('none') }), { title: 'None' }),
        z.strictObject({
          type: z.literal('password'),
          user: field(z.string(), { title: 'User' }),
          password: field(z.string(), { title: 'Password', secret: true }),
        }),
      ]),
      { title: 'Login' },
    ).default({ type: 'none' }),
  })
  .prefault({} as never);

describe('the fields of a config', () => {
  const fields = describeConfig(Config);
  const of = (path: string) => fields.find((one) => one.path === path);

  it('follow from its types', () => {
    expect(fields.map(({ path, widget }) => [path, widget])).toEqual([
      ['host', 'text'],
      ['port', 'number'],
      ['tls', 'select'],
      ['names', 'list'],
      ['loud', 'checkbox'],
      ['body', 'json'],
      ['login', 'choice'],
    ]);
  });

  it('keep their words, defaults and limits, whatever wraps them', () => {
    expect(of('host')).toMatchObject({ title: 'Host', optional: false, maxLength: 200, origin: true });
    expect(of('port')).toMatchObject({ title: 'Port', optional: true, initial: 25 });
    expect(of('names')).toMatchObject({ title: 'Names', optional: true, initial: undefined });
    expect(of('tls')).toMatchObject({
      options: [
        { value: 'none', label: 'No TLS' },
        { value: 'required', label: 'required' },
      ],
    });
  });

  it('hold the fields of every branch, with their whole path', () => {
    expect(of('login')).toMatchObject({
      by: 'type',
      options: [
        { value: 'none', label: 'None', fields: [] },
        { value: 'password', fields: [{ path: 'login.user' }, { path: 'login.password', secret: true }] },
      ],
    });
    expect(leavesOf(fields).map(({ path }) => path)).toContain('login.password');
  });

  it('cannot be drawn of what no form has a field for', () => {
    expect(() => describeConfig(z.strictObject({ at: z.date() }))).toThrow('cannot draw at: it is a date');
    expect(() => describeConfig(z.strictObject({ at: z.union([z.string(), z.number()]) }))).toThrow(
      'tells its branches apart',
    );
  });
});

describe.each(DESTINATION_KINDS)('%s', (kind) => {
  it('has words for every field', () => {
    for (const one of leavesOf(describeConfig(CONFIGS[kind]))) {
      expect(one.title, one.path).not.toBe(one.path.split('.').at(-1));
    }
  });
});

describe('the value at a path', () => {
  it('is found in its own members only', () => {
    expect(valueAt({ a: { b: 1 } }, 'a.b')).toBe(1);
    expect(valueAt({ a: 'x' }, 'a.length')).toBeUndefined();
    expect(valueAt({}, 'constructor')).toBeUndefined();
  });
});
