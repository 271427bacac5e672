import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pool } from '#lib/platform/db.ts';
import { SEALED_COLUMNS } from '#lib/platform/sealed-columns.ts';
import { useTestDatabase } from '#tests/support/database.ts';

useTestDatabase();

const REGISTRY = Object.keys(SEALED_COLUMNS).toSorted();
const OWN = [
  'lib/platform/envelope.ts',
  'lib/platform/sealed-columns.ts',
  'lib/secrets/rewrap-secrets.ts',
  'lib/secrets/verify-secrets.ts',
];

/** Every file of the product that seals or opens a secret, or says where one lies. */
const sources = globSync('{app,bin,components,jobs,lib}/**/*.{ts,tsx}')
  .filter((file) => !OWN.includes(file) && !file.startsWith('lib/platform/prisma/'))
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
const sealing = sources.filter(({ text }) => /\b(?:sealSecret|openSecret)\(/.test(text));

it('every secret that is sealed lies in a column that the re-wrap knows, and every such column is sealed by somebody', () => {
  const places = sealing.flatMap(({ file, text }) => {
    const named = [...text.matchAll(/\bsealedPlace\(\s*'([^']+)'/g)].map(([, column]) => column as string);
    expect(named, `${file} seals at a place that is no literal of sealedPlace()`).not.toEqual([]);
    return named;
  });
  expect([...new Set(places)].toSorted()).toEqual(REGISTRY);
});

it('a place is made by sealedPlace() alone: nothing is cast to one', () => {
  const casting = sources.filter(({ text }) => /\bas (?:unknown as )?SealedPlace\b/.test(text));
  expect(casting.map(({ file }) => file)).toEqual([]);
});

it('the columns that are named as sealed in the database are those of the registry, in tables with an id', async () => {
  const { rows } = await pool().query<{ place: string }>(
    `SELECT table_name || '.' || column_name AS place FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name LIKE '%sealed%' ORDER BY 1`,
  );
  expect(rows.map(({ place }) => place).toSorted()).toEqual(REGISTRY);
  for (const place of REGISTRY) {
    const [table] = place.split('.');
    const { rows: keys } = await pool().query<{ type: string }>(
      `SELECT data_type AS type FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = $1 AND column_name = 'id'`,
      [table],
    );
    expect(keys, table).toEqual([{ type: 'uuid' }]);
  }
});
