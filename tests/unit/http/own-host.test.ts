import { describe, expect, it } from 'vitest';
import { hostCheck } from '#lib/http/own-host.ts';

const SETTINGS = { PUBLIC_URL: undefined, ALLOWED_HOSTS: [], HOST: '127.0.0.1' };

const codeOf = (host: string, settings: Partial<Parameters<typeof hostCheck>[0]> = {}, path = '/'): string =>
  hostCheck({ ...SETTINGS, ...settings })({ host, path })?.code ?? 'own';

describe('without PUBLIC_URL', () => {
  it.each([
    'localhost:3000',
    'LocalHost:3000',
    'localhost',
    'localhost:8080',
    '127.0.0.1:3000',
    '[::1]:3000',
  ])('%s is ours', (host) => {
    expect(codeOf(host)).toBe('own');
  });

  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example:3000',
    'localhost.:3000',
    '10.0.0.7:3000',
    '0.0.0.0:3000',
    '[::]:3000',
  ])('%s is not', (host) => {
    expect(codeOf(host)).toBe('misdirected');
  });

  it.each([
    '',
    ':3000',
    'a b',
    'user@localhost:3000',
    'localhost:3000/',
    'localhost:x',
    '::1',
    'localhost:3000, x',
  ])('%j is no host', (host) => {
    expect(codeOf(host)).toBe('bad_request');
    expect(codeOf(host, {}, '/api/health/live')).toBe('bad_request');
  });

  it('the host that it listens on is ours', () => {
    expect(codeOf('eye.internal:3000', { HOST: 'Eye.internal' })).toBe('own');
    expect(codeOf('[fd00::7]:3000', { HOST: 'fd00::7' })).toBe('own');
  });

  it('any address is ours where it listens on all of them, and no name', () => {
    for (const address of ['10.0.0.7:3000', '192.168.1.5:8080', '[fd00::7]']) {
      expect(codeOf(address, { HOST: '0.0.0.0' })).toBe('own');
      expect(codeOf(address, { HOST: '::' })).toBe('own');
    }
    expect(codeOf('evil.example:3000', { HOST: '::' })).toBe('misdirected');
    expect(codeOf('127.0.0.1.evil.example', { HOST: '::' })).toBe('misdirected');
  });
});

describe('with PUBLIC_URL', () => {
  const settings = { PUBLIC_URL: 'https://Eye.example.com/' };

  it.each(['eye.example.com', 'EYE.example.com', 'eye.example.com:443', 'eye.example.com:'])(
    '%s is ours',
    (host) => {
      expect(codeOf(host, settings)).toBe('own');
    },
  );

  it.each(['10.0.0.7:3000', 'eye.example.com:3000', 'a.eye.example.com', 'example.com'])(
    '%s is not',
    (host) => {
      expect(codeOf(host, settings)).toBe('misdirected');
    },
  );

  it('a port of its own has to be named', () => {
    expect(codeOf('eye.example.com:8443', { PUBLIC_URL: 'https://eye.example.com:8443' })).toBe('own');
    expect(codeOf('eye.example.com', { PUBLIC_URL: 'https://eye.example.com:8443' })).toBe('misdirected');
  });
});

it('further hosts are those that are listed, with their ports', () => {
  const settings = { PUBLIC_URL: 'https://eye.example.com', ALLOWED_HOSTS: ['Eye.internal:3000', 'eye'] };
  expect(['eye.internal:3000', 'eye:80', 'eye'].map((host) => codeOf(host, settings))).toEqual([
    'own',
    'own',
    'own',
  ]);
  expect(codeOf('eye.internal', settings)).toBe('misdirected');
});

it('health may be asked under any name, and nothing else', () => {
  expect(codeOf('10.1.2.3:3000', {}, '/api/health/ready')).toBe('own');
  expect(codeOf('10.1.2.3:3000', {}, '/api/healthy')).toBe('misdirected');
  expect(codeOf('10.1.2.3:3000', {}, '/api/v1/me?/api/health/')).toBe('misdirected');
});
