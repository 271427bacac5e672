import { afterAll, beforeAll, expect, it } from 'vitest';
import { POST as sendEvents } from '#app/api/v1/events/route.ts';
import { GET as downloadExport } from '#app/api/v1/exports/[id]/file/route.ts';
import { POST as createExport } from '#app/api/v1/exports/route.ts';
import { POST as decide } from '#app/api/v1/findings/decisions/route.ts';
import { exportEventsJob } from '#jobs/export-events.ts';
import { runBacktestsJob } from '#jobs/run-backtests.ts';
import { systemContext } from '#lib/auth/context.ts';
import { BacktestInput } from '#lib/backtests/schema.ts';
import { builtInPatterns } from '#lib/dlp/built-in-patterns.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { storeFile } from '#lib/files/store-file.ts';
import { closeBacktestScanner } from '#lib/pipeline/backtest-scanner.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { scanFile } from '#lib/pipeline/scan-file.ts';
import { startBacktest } from '#lib/pipeline/start-backtest.ts';
import { pool } from '#lib/platform/db.ts';
import { apiRoutes, PARAMS } from '#tests/support/api-routes.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient } from '#tests/support/make-client.ts';
import { makeZip } from '#tests/support/make-files.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { connect } from '#tests/support/slack-events.ts';
import { SLACK } from '#tests/support/slack-server.ts';
import { arrive, useSlackStage } from '#tests/support/slack-stage.ts';
import { takeAndProcess } from '#tests/support/take-events.ts';

useTestDatabase();
const stage = useSlackStage();

/** One secret for each way in; each is a card, a password and a name's part at once. */
const CANARIES = {
  event: ['4539148803436467', 'Canary7Event9x'],
  label: ['4716258050958645', 'Canary7Label9x'],
  file: ['6011514433546201', 'Canary7File9x'],
  slack: ['5425233430109903', 'Canary7Slack9x'],
} as const;
const leak = (where: keyof typeof CANARIES): string =>
  `paid with card ${CANARIES[where][0]}, password=${CANARIES[where][1]} and secret=${CANARIES[where][1]}`;

/** As written, in groups, reversed into other writings: whatever would still tell the value. */
const FORMS = Object.values(CANARIES).flatMap(([card, word]) => [
  card,
  (card.match(/.{4}/g) ?? []).join(' '),
  card.slice(2),
  word,
  word.slice(2),
  Buffer.from(word).toString('base64').replace(/=+$/, ''),
  Buffer.from(word).toString('hex'),
]);
const told = (text: string): string[] => FORMS.filter((form) => text.includes(form));

let person: Person;
const ids: Record<string, string> = {};

/** Everybody's routes but the one that never ends. */
const ENDLESS = '/api/v1/events/live';

beforeAll(async () => {
  const ctx = systemContext('tests');
  await installDefaults(ctx);
  // Everything but what lies behind a reveal.
  person = await makePerson('vera', ['viewer', 'analyst']);
});
afterAll(async () => {
  await closeBacktestScanner();
  await closeScanner();
});

async function leakEverywhere(): Promise<void> {
  const ctx = systemContext('tests');
  const client = await makeClient();
  const [event = ''] = await takeAndProcess(client, [
    {
      name: `paid ${CANARIES.label[0]}`,
      category: 'shop',
      session_id: `password=${CANARIES.label[1]}`,
      data: {
        note: leak('event'),
        [`card ${CANARIES.event[0]}`]: 1,
        deep: [{ password: CANARIES.event[1] }],
      },
    },
  ]);
  ids.events = event;
  // What is refused comes back to its sender, and stands among the warnings for the others.
  const refused = await callRoute(sendEvents as never, {
    token: client.token,
    body: { name: '', category: leak('event'), data: leak('event'), timestamp: leak('event') },
  }).catch(() => null);
  expect(refused?.status ?? 422).toBe(422);

  const { id: file } = await storeFile(ctx, {
    name: `${CANARIES.file[0]}.zip`,
    bytes: makeZip({ [`${CANARIES.file[1]}/a.txt`]: leak('file') }),
  });
  await scanFile(file);
  ids.files = file;
  const broken = await storeFile(ctx, {
    name: `${CANARIES.file[0]}.zip`,
    bytes: Buffer.from('PK\x03\x04nothing'),
  });
  await scanFile(broken.id);

  await connect({ admin_token: SLACK.admin });
  const message = await arrive(stage.slack, stage.slack.say(leak('slack')));
  ids.messages = message.id;
  expect(message.removal?.state).toBe('removed');

  const card = builtInPatterns.find(({ name }) => name === 'Card number');
  ids.patterns = card?.id ?? '';
  const backtest = await startBacktest(ctx, ids.patterns, BacktestInput.parse({}));
  await runBacktestsJob.run([{ id: backtest.id }]);
  ids.backtests = backtest.id;
}

it('a secret that came in an event, a file or a message is told to nobody without reveal, anywhere', async () => {
  await leakEverywhere();
  const made = await callRoute(createExport, { token: person.token, body: { format: 'csv', filter: {} } });
  expect(made.status).toBe(202);
  ids.exports = (made.body as { id: string }).id;
  for (let turn = 0; turn < 5; turn += 1) await exportEventsJob.run([{ id: ids.exports }]);
  const exported = await callRoute(downloadExport, { token: person.token, params: { id: ids.exports } });
  expect(exported.status).toBe(200);
  expect(String(exported.body.text)).toContain('****');

  const findings = await pool().query<{ id: string }>('SELECT id FROM findings');
  // A card, a password and more for each way in.
  expect(findings.rowCount).toBeGreaterThan(6);
  const answered: string[] = [];
  const leaks: string[] = [];
  for (const { path, method, handler } of await apiRoutes()) {
    if (method !== 'GET' || path === ENDLESS) continue;
    const things = /^\/api\/v1\/(?:slack\/)?(\w+)\/\[id\]/.exec(path)?.[1] ?? '';
    const wanted = things === 'findings' ? findings.rows.map(({ id }) => id) : [ids[things] ?? PARAMS.id];
    for (const id of wanted) {
      const { status, headers, body } = await callRoute(handler as never, {
        token: person.token,
        path: path.replace('[id]', id),
        params: { ...PARAMS, id },
      });
      if (status === 200) answered.push(path);
      for (const form of told(JSON.stringify(body) + JSON.stringify([...headers])))
        leaks.push(`${path} (${status}): ${form}`);
    }
  }
  expect(leaks).toEqual([]);
  // That they were there to be seen.
  expect(new Set(answered)).toEqual(
    new Set([
      ...answered,
      ...['/api/v1/events', '/api/v1/events/[id]', '/api/v1/events/[id]/trace', '/api/v1/findings'],
      ...['/api/v1/findings/[id]', '/api/v1/files', '/api/v1/files/[id]', '/api/v1/slack/messages'],
      ...['/api/v1/slack/messages/[id]', '/api/v1/backtests/[id]', '/api/v1/exports/[id]/file'],
      ...['/api/v1/deliveries', '/api/v1/warnings', '/api/v1/notices'],
    ]),
  );
  expect(told(String(exported.body.text))).toEqual([]);
  // Nor to Slack itself, to which all of it was known.
  expect(told(JSON.stringify(stage.slack.calls))).toEqual([]);
  expect(told(JSON.stringify(stage.slack.messages))).toEqual([]);
});

it('nor does it stand in any table but that of the events themselves', async () => {
  await leakEverywhere();
  const { rows: reviewable } = await pool().query<{ id: string }>('SELECT id FROM findings LIMIT 3');
  const admin = await makePerson('ada', ['administrator']);
  await callRoute(decide, {
    token: admin.token,
    body: { ids: reviewable.map(({ id }) => id), state: 'closed', reason: 'false_positive', note: 'seen' },
  });
  const { rows: tables } = await pool().query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_schema IN ('public', 'pgboss') AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  expect(tables.length).toBeGreaterThan(40);
  const leaks: string[] = [];
  for (const { name } of tables) {
    // What was sent is kept as it was sent, for those who may see it.
    if (/^public\.events(?:_|$)/.test(name)) continue;
    const { rows } = await pool().query<{ row: string }>(`SELECT one::text AS row FROM ${name} AS one`);
    for (const { row } of rows) for (const form of told(row)) leaks.push(`${name}: ${form}`);
  }
  expect(leaks).toEqual([]);
});
