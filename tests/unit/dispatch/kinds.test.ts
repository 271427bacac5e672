import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DESTINATION_KINDS } from '#lib/dispatch/destinations/schema.ts';

describe.each(DESTINATION_KINDS)('%s', (kind) => {
  it('has a test file of its own', () => {
    const file = new URL(`./destinations/${kind}.test.ts`, import.meta.url);
    expect(existsSync(file)).toBe(true);
  });
});
