import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownPath } from '#lib/http/own-path.ts';

const HERE = 'https://console.example';

describe('ownPath', () => {
  it.each([
    ['/events?status=failed#top', '/events?status=failed#top'],
    ['https://console.example/events', '/events'],
    ['events', '/events'],
    ['', '/'],
    [null, '/'],
    ['//evil.example/x', '/x'],
    ['/\\evil.example', '/'],
    ['https:evil.example', '/'],
    ['http://x//evil.example', '/evil.example'],
    ['http://x/\\evil.example', '/evil.example'],
    ['javascript:alert(1)', '/'],
    ['data:text/html,x', '/'],
  ])('makes %j %j', (given, path) => {
    expect(ownPath(given)).toBe(path);
  });

  it('never leaves this host, whatever it is given', () => {
    const pieces = fc.array(
      fc.oneof(fc.constantFrom('/', '\\', ':', 'http', 'evil.example', '@', '\t', '..', '%2f'), fc.string()),
    );
    fc.assert(
      fc.property(pieces, (texts) => {
        const path = ownPath(texts.join(''));
        return new URL(path, HERE).origin === HERE && path.startsWith('/');
      }),
    );
  });
});
