import { describe, expect, it } from 'vitest';
import { EnvSchema, parseEnv } from '#lib/platform/env.ts';

const sound = {
  DATABASE_URL: 'postgresql://eye:hunter2@127.0.0.1:5432/eye',
  SESSION_SECRET: 's'.repeat(32),
  ENCRYPTION_KEYS: `1:${Buffer.alloc(32, 1).toString('base64')}`,
};
const refusalOf = (source: Record<string, string | undefined>): string => {
  try {
    parseEnv(source);
    return 'taken';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a sound environment', () => {
  it('is taken with the documented defaults', () => {
    expect(parseEnv(sound)).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      DATA_DIR: '.data',
      DEMO: true,
      TRUSTED_PROXIES: 0,
      LOG_LEVEL: 'info',
    });
  });

  it('counts an empty variable as one that is not set', () => {
    expect(parseEnv({ ...sound, PORT: '', ADMIN_EMAIL: '', DEMO: '' })).toMatchObject({
      PORT: 3000,
      DEMO: true,
    });
  });

  it.each([
    ['0', false],
    ['false', false],
    ['1', true],
    ['true', true],
  ])('reads DEMO=%s as %s', (DEMO, value) => {
    expect(parseEnv({ ...sound, DEMO }).DEMO).toBe(value);
  });

  it('lists hosts with their ports', () => {
    expect(parseEnv(sound).ALLOWED_HOSTS).toEqual([]);
    const ALLOWED_HOSTS = 'eye.internal:3000, [fd00::7]:3000,eye';
    expect(parseEnv({ ...sound, ALLOWED_HOSTS }).ALLOWED_HOSTS).toEqual([
      'eye.internal:3000',
      '[fd00::7]:3000',
      'eye',
    ]);
  });
});

describe('an environment with faults', () => {
  it.each(['https://eye.example.com', 'a b', ',', 'user@eye'])(
    'such as ALLOWED_HOSTS=%s is refused',
    (ALLOWED_HOSTS) => {
      expect(refusalOf({ ...sound, ALLOWED_HOSTS })).toContain('ALLOWED_HOSTS is not valid');
    },
  );

  it('is refused in one line that names every variable at fault', () => {
    const message = refusalOf({ PORT: '99999', DEMO: 'maybe', SESSION_SECRET: 'short' });
    expect(message).not.toContain('\n');
    expect(message).toMatch(/^Configuration refused: .+ See \.env\.example\.$/);
    for (const name of [
      'PORT is not valid',
      'DEMO is not valid',
      'SESSION_SECRET is not valid',
      'DATABASE_URL is not set',
    ])
      expect(message).toContain(name);
  });

  it.each(
    Object.keys(EnvSchema.shape).filter((name) => !['HOST', 'DATA_DIR', 'OUTBOUND_ALLOW'].includes(name)),
  )('names %s and never repeats its value', (name) => {
    const value = 's3cr3t!';
    const message = refusalOf({ ...sound, [name]: value });
    expect(message).toContain(`${name} is not valid`);
    expect(message).not.toContain(value);
  });

  it.each([
    ['mysql://127.0.0.1/eye', 'DATABASE_URL'],
    ['1:too-short', 'ENCRYPTION_KEYS'],
    [`1:${'A'.repeat(43)}=,`, 'ENCRYPTION_KEYS'],
    ['3000.5', 'PORT'],
    ['0', 'PORT'],
    ['javascript:alert(1)', 'PUBLIC_URL'],
    ['-1', 'TRUSTED_PROXIES'],
  ])('refuses %s as %s', (value, name) => {
    expect(refusalOf({ ...sound, [name]: value })).toContain(`${name} is not valid`);
  });
});
