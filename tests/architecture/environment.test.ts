import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EnvSchema } from '#lib/platform/env.ts';

it('.env.example names every variable the product reads, and no other', () => {
  const example = readFileSync('.env.example', 'utf8');
  const named = [...example.matchAll(/^([A-Z][A-Z_]*)=/gm)].map((match) => match[1]);
  expect(named.toSorted()).toEqual(Object.keys(EnvSchema.shape).toSorted());
});
