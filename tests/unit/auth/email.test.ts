import { describe, expect, it } from 'vitest';
import { normalizeEmail } from '#lib/auth/email.ts';

describe('normalizeEmail', () => {
  it.each([
    [' Ada@Example.COM\t', 'ada@example.com'],
    ['ada+tag@example.com', 'ada+tag@example.com'],
    ['ADA@MÜNCHEN.example', 'ada@xn--mnchen-3ya.example'],
    ['ａｄａ@example.com', 'ada@example.com'],
    ['admin@eye.localhost', 'admin@eye.localhost'],
  ])('keeps %j as %j', (given, kept) => {
    expect(normalizeEmail(given)).toBe(kept);
    expect(normalizeEmail(kept)).toBe(kept);
  });

  it.each([
    '',
    'ada',
    '@example.com',
    'ada@',
    'a@b@c',
    'ada＠evil.example@example.com',
    'ada＠example.com',
    'a﹫b.example',
    'a b@example.com',
    'ada\0@example.com',
    'ad\u200Ba@example.com',
    `${'a'.repeat(250)}@example.com`,
  ])('refuses %j', (given) => {
    expect(normalizeEmail(given)).toBeNull();
  });
});
