import { expect, it } from 'vitest';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson } from '#tests/support/people.ts';
import { startWebServer } from '#tests/support/run-program.ts';
import { makeAttacker } from '../attack/attacker.ts';
import { ATTACK_CASES, runAttacks } from '../attack/suite.ts';

const database = useTestDatabase();

it('every attack of the list is answered as it has to be', async () => {
  const { email, password } = await makePerson('ada', ['administrator']);
  await using web = await startWebServer(database.url);
  const reports = await runAttacks(await makeAttacker(web.origin, { email, password }), () => undefined);
  expect(reports.filter(({ holds }) => !holds)).toEqual([]);
  expect(reports).toHaveLength(ATTACK_CASES.length);
}, 120_000);
