import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST as scan } from '#app/api/v1/scan/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { pool } from '#lib/platform/db.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();
const CARD = '4111 1111 1111 1111';
let client: TestClient;
let analyst: Person;
let nobody: Person;
beforeAll(async () => {
  await installDefaults(systemContext('tests'));
  client = await makeClient();
  analyst = await makePerson('ann', ['analyst']);
  nobody = await makePerson('nora', []);
});
afterAll(closeScanner);

const ask = (body: unknown, token: string | undefined) =>
  callRoute(scan, { body, ...(token !== undefined && { token }) });

describe('200', () => {
  it.each(['client', 'user'])(
    'tells a %s at once what the text holds, masked, by UTF-16 offsets',
    async (who) => {
      const token = who === 'client' ? client.token : analyst.token;
      const text = `😀 the visa card ${CARD}, please`;
      const answer = await ask({ text }, token);
      expect(answer.status).toBe(200);
      const [finding] = answer.body.findings as { start: number; end: number }[];
      expect(answer.body).toMatchObject({
        findings: [
          { pattern: 'Card number', severity: 'high', confidence: expect.any(Number), action: 'redact' },
        ],
        truncated: false,
        excluded: 0,
      });
      expect(text.slice(finding?.start, finding?.end)).toBe(CARD);
      expect(JSON.stringify(answer.body)).not.toContain(CARD);
    },
  );

  it('says so when there is nothing', async () => {
    expect((await ask({ text: 'nothing to see' }, client.token)).body.findings).toEqual([]);
  });

  it('keeps nothing of it', async () => {
    await ask({ text: `card ${CARD}` }, client.token);
    const { rows } = await pool().query(
      'SELECT (SELECT count(*) FROM findings) + (SELECT count(*) FROM events) AS kept',
    );
    expect(Number(rows[0].kept)).toBe(0);
  });
});

describe('refused', () => {
  it.each<[string, unknown, number, string]>([
    ['no text', {}, 422, 'text'],
    ['an empty one', { text: '' }, 422, 'text'],
    ['a number', { text: 7 }, 422, 'text'],
    ['too long', { text: 'x'.repeat(65_537) }, 422, 'text'],
    ['too many bytes', { text: 'é'.repeat(32_769) }, 422, 'text'],
    ['more than a text', { text: 'x', more: 1 }, 422, 'more'],
  ])('%s', async (_, body, status, path) => {
    const answer = await ask(body, client.token);
    expect([answer.status, answer.body.errors]).toMatchObject([status, [{ path }]]);
  });

  it('401 without a token, 403 for a user without patterns:read', async () => {
    expect((await ask({ text: 'x' }, undefined)).status).toBe(401);
    expect((await ask({ text: 'x' }, nobody.token)).status).toBe(403);
  });
});
