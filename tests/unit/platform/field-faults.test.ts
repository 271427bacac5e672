import { expect, it } from 'vitest';
import { z } from 'zod';
import { fieldFaults } from '#lib/platform/field-faults.ts';

const Thing = z.strictObject({
  name: z.string(),
  parts: z.array(z.strictObject({ size: z.int() })).optional(),
});
const faultsOf = (value: unknown, from?: string) => {
  const result = Thing.safeParse(value);
  return result.success ? [] : fieldFaults(result.error, from);
};

it('a fault is named by its path, below where the input stands', () => {
  expect(faultsOf({ name: 'x', parts: [{ size: 1 }, { size: 'big' }] })).toMatchObject([
    { path: 'parts[1].size' },
  ]);
  expect(faultsOf({}, 'config')).toMatchObject([{ path: 'config.name' }]);
});

it('a member that is not known is named by its own path', () => {
  expect(faultsOf({ name: 'x', role: 1, id: 2, parts: [{ size: 1, weight: 2 }] })).toEqual([
    { path: 'parts[0].weight', message: 'is not known here' },
    { path: 'role', message: 'is not known here' },
    { path: 'id', message: 'is not known here' },
  ]);
});

it('no more than a hundred faults are told', () => {
  expect(faultsOf({ name: 'x', parts: Array(500).fill({ size: 'big' }) })).toHaveLength(100);
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x${i}`, i]));
  expect(faultsOf({ name: 'x', ...many })).toHaveLength(100);
});
