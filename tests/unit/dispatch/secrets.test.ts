import { describe, expect, it } from 'vitest';
import { SECRET_MASK } from '#lib/dispatch/destinations/shared-config.ts';
import {
  hideSecrets,
  joinSecrets,
  restoreSecrets,
  splitSecrets,
  withoutValues,
} from '#lib/dispatch/secrets.ts';

const FIELDS = ['key', 'headers'];
const config = { url: 'u', key: 'k-123456', headers: { a: 'a-123456', b: '' } };

describe('secrets of a config', () => {
  it('are taken out and put back', () => {
    const { open, secrets } = splitSecrets(config, FIELDS);
    expect(open).toEqual({ url: 'u', key: SECRET_MASK, headers: { a: SECRET_MASK, b: SECRET_MASK } });
    expect(joinSecrets(open, secrets)).toEqual(config);
    expect(config.key).toBe('k-123456');
  });

  it('leave alone what is not there', () => {
    expect(splitSecrets({ url: 'u' }, FIELDS)).toEqual({ open: { url: 'u' }, secrets: {} });
  });

  it('come back where the mask stands', () => {
    const { open, secrets } = splitSecrets(config, FIELDS);
    expect(restoreSecrets(open, FIELDS, secrets)).toEqual(config);
    const changed = { ...open, key: 'new', headers: { a: SECRET_MASK, c: 'c' } };
    expect(restoreSecrets(changed, FIELDS, secrets)).toEqual({
      url: 'u',
      key: 'new',
      headers: { a: 'a-123456', c: 'c' },
    });
  });

  it('are taken out of a group, kept when its mask comes back, and hidden', () => {
    const fields = ['auth.password', 'auth.token'];
    const given = { url: 'u', auth: { type: 'basic', user: 'me', password: 'pw-123456' } };
    const { open, secrets } = splitSecrets(given, fields);
    expect(open).toEqual({ url: 'u', auth: { type: 'basic', user: 'me', password: SECRET_MASK } });
    expect(secrets).toEqual({ 'auth.password': 'pw-123456' });
    expect(joinSecrets(open, secrets)).toEqual(given);
    const changed = { ...open, auth: { ...(open.auth as object), user: 'you' } };
    expect(restoreSecrets(changed, fields, secrets)).toMatchObject({
      auth: { user: 'you', password: 'pw-123456' },
    });
    expect(splitSecrets({ url: 'u', auth: { type: 'none' } }, fields).secrets).toEqual({});
    expect(() => restoreSecrets(changed, fields, {})).toThrow('config.auth.password');
    expect(hideSecrets('you sent pw-123456', secrets)).toBe(`you sent ${SECRET_MASK}`);
    expect(given.auth.password).toBe('pw-123456');
  });

  it.each([
    [{ key: SECRET_MASK }, 'config.key'],
    [{ headers: { x: SECRET_MASK } }, 'config.headers.x'],
    [{ headers: { constructor: SECRET_MASK } }, 'config.headers.constructor'],
  ])('refuse a mask that stands for nothing: %j', (given, path) => {
    expect(() => restoreSecrets(given, FIELDS, {})).toThrow(path);
  });

  it('are asked for all at once, with the reason', () => {
    const { open } = splitSecrets(config, FIELDS);
    let thrown: unknown;
    try {
      restoreSecrets(open, FIELDS, {}, 'has to be given anew');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      code: 'invalid',
      details: {
        errors: ['config.key', 'config.headers.a', 'config.headers.b'].map((path) => ({
          path,
          message: 'has to be given anew',
        })),
      },
    });
  });

  it('can be left out at any depth', () => {
    const given = { a: 1, b: { c: 2, d: 3 } };
    expect(withoutValues(given, ['a', 'b.c', 'x.y', 'b.z'])).toEqual({ b: { d: 3 } });
    expect(given).toEqual({ a: 1, b: { c: 2, d: 3 } });
  });

  it('are hidden where a destination echoes them', () => {
    const { secrets } = splitSecrets(config, FIELDS);
    expect(hideSecrets('k-123456 and a-123456 and k-123456', secrets)).toBe(
      `${SECRET_MASK} and ${SECRET_MASK} and ${SECRET_MASK}`,
    );
    expect(hideSecrets('nothing', secrets)).toBe('nothing');
  });
});
