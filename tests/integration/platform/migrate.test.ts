import { expect, test } from 'vitest';
import { migrate } from '#lib/platform/migrate.ts';
import { useTestDatabase } from '#tests/support/database.ts';

const database = useTestDatabase();

test('x', async () => {
  expect(await migrate(database.url)).toEqual([]);
});
