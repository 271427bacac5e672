import { afterAll, beforeAll, expect, it } from 'vitest';
import { GET as exportFindings } from '#app/api/v1/findings/export/route.ts';
import { GET as readFigures } from '#app/api/v1/patterns/figures/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { AllPatternFigures } from '#lib/findings/schema.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { pool } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient } from '#tests/support/make-client.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeAndProcess } from '#tests/support/take-events.ts';

useTestDatabase();
const CARDS = ['4111111111111111', '5555555555554444', '378282246310005'];
const CARD_PATTERN = '0199a1c0-7d00-7000-8000-000000000001';

let viewer: Person;
let nobody: Person;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  viewer = await makePerson('vera', ['viewer']);
  nobody = await makePerson('nora', []);
  const events = CARDS.map((card) => ({ name: 'n', data: { '=note': `card ${card}` } }));
  await takeAndProcess(await makeClient(), [...events, { name: 'n', data: { note: `card ${CARDS[0]}` } }]);
});
afterAll(closeScanner);

const take = async (query: string, token = viewer.token): Promise<Response> => {
  const request = new Request(`http://localhost/api/v1/findings/export?${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return exportFindings(request, { params: Promise.resolve({}) });
};

it('writes the findings of a filter as CSV, masked, and says who took them', async () => {
  const answer = await take('pattern=card');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="findings.csv"');
  const text = await answer.text();
  const lines = text.trimEnd().split('\r\n');
  expect(lines[0]).toMatch(/^id,pattern,severity,confidence,masked,/);
  expect(lines).toHaveLength(1 + CARDS.length);
  for (const card of CARDS) {
    expect(text).not.toContain(card);
    expect(text).toContain(card.slice(-3));
  }
  const { rows } = await pool().query("SELECT after FROM audit_entries WHERE action = 'findings.export'");
  expect(rows).toEqual([{ after: { format: 'csv', filter: { pattern: 'card' }, findings: 3 } }]);
});

it('writes lines of JSON, and nothing where nothing fits', async () => {
  const answer = await take('format=ndjson&severity=high');
  const items = (await answer.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(items.map(({ pattern }) => pattern)).toEqual(CARDS.map(() => 'Card number'));
  expect(items.map(({ places }) => places).toSorted()).toEqual([1, 1, 2]);
  expect(await (await take('format=ndjson&state=closed')).text()).toBe('');
});

it('refuses what is no format and who may not see findings', async () => {
  expect((await take('format=xlsx')).status).toBe(400);
  expect((await take('', nobody.token)).status).toBe(403);
});

it('counts for each pattern what it found per day, what waits, and when it last found something', async () => {
  await pool().query(
    `UPDATE finding_places SET created_at = now() - interval '2 days'
      WHERE id = (SELECT min(id::text)::uuid FROM finding_places WHERE pattern_id = $1)`,
    [CARD_PATTERN],
  );
  const answer = await callRoute(readFigures, { token: viewer.token });
  const { items } = AllPatternFigures.parse(answer.body);
  const card = items.find(({ pattern_id }) => pattern_id === CARD_PATTERN);
  expect(card?.open).toBe(3);
  expect(card?.per_day.slice(-3)).toEqual([1, 0, 3]);
  expect(Date.parse(card?.last_hit_at ?? '')).toBeGreaterThan(Date.now() - 60_000);
  expect((await callRoute(readFigures, { token: nobody.token })).status).toBe(403);
});
