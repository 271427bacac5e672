import { afterAll, beforeAll, beforeEach } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { createPattern } from '#lib/dlp/create-pattern.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { PatternInput } from '#lib/dlp/schema.ts';
import type { DescribedSlackMessage } from '#lib/pipeline/describe-slack-message.ts';
import { describeSlackMessage } from '#lib/pipeline/describe-slack-message.ts';
import { fetchSlackFile } from '#lib/pipeline/fetch-slack-file.ts';
import { remediateSlack } from '#lib/pipeline/remediate-slack.ts';
import { scanFile } from '#lib/pipeline/scan-file.ts';
import { scanSlackMessage } from '#lib/pipeline/scan-slack-message.ts';
import { pool } from '#lib/platform/db.ts';
import { messageEvent, pointAt, sendToSlackDoor } from './slack-events.ts';
import { type SlackMessageThere, type SlackServer, startSlack } from './slack-server.ts';

/** A pattern of the earlier system's kind, which blocks. */
export const blocking = (name: string, regex: string): PatternInput =>
  PatternInput.parse({
    name,
    regex,
    severity: 'high',
    action: 'block',
    state: 'enforcing',
    confidence: 5,
  });

export type SlackStage = { slack: SlackServer };

/** A stand-in for Slack and patterns that block, for the tests of one file. Everything is empty before each of them. */
export function useSlackStage(): SlackStage {
  const stage = {} as SlackStage;
  beforeAll(async () => {
    stage.slack = await startSlack();
    pointAt(stage.slack);
    for (const pattern of [
      blocking('secret', 'secret=[A-Za-z0-9]{6,40}'),
      blocking('api_key', 'api_key=[A-Za-z0-9]{6,40}'),
      { ...blocking('codename', 'project-[a-z]{6,12}'), action: 'alert' as const },
    ])
      await createPattern(systemContext('tests'), pattern);
  });
  beforeEach(async () => {
    const { messages, files, calls } = stage.slack;
    messages.length = 0;
    calls.length = 0;
    files.clear();
    await pool().query(
      `TRUNCATE slack_workspaces, slack_channels, slack_messages, slack_removals, slack_actions, slack_files, files, findings, finding_places,
        notice_marks, pgboss.job CASCADE`,
    );
  });
  afterAll(async () => {
    await closeScanner();
    await stage.slack[Symbol.asyncDispose]();
  });
  return stage;
}

const jobsOf = async (queue: string): Promise<string[]> => {
  const { rows } = await pool().query<{ id: string }>(
    `DELETE FROM pgboss.job WHERE name = $1 AND start_after <= now() RETURNING data->>'id' AS id`,
    [queue],
  );
  return [...new Set(rows.map(({ id }) => id))].toSorted();
};

/** Works off what waits in the queues of Slack, as the worker does. */
export async function workOff(): Promise<void> {
  for (const id of await jobsOf('scan-slack-message')) await scanSlackMessage(id);
  for (const id of await jobsOf('fetch-slack-file')) await fetchSlackFile(id);
  for (const id of await jobsOf('scan-file')) await scanFile(id);
  for (const id of await jobsOf('remediate-slack')) await remediateSlack(id);
}

/** Somebody wrote this: it is told, scanned and dealt with. */
export async function arrive(slack: SlackServer, message: SlackMessageThere): Promise<DescribedSlackMessage> {
  await sendToSlackDoor(messageEvent(message, slack));
  await workOff();
  return latest(message.ts);
}

export async function latest(ts: string): Promise<DescribedSlackMessage> {
  const { rows } = await pool().query<{ id: string }>(
    'SELECT id FROM slack_messages WHERE ts = $1 ORDER BY received_at DESC LIMIT 1',
    [ts],
  );
  return describeSlackMessage(systemContext('tests'), rows[0]?.id ?? '');
}

/** As when the time for another try has come, and every lease has ended. */
export async function nextAttempt(): Promise<void> {
  await pool().query(
    `UPDATE slack_removals SET next_attempt_at = now(), claimed_until = NULL WHERE next_attempt_at IS NOT NULL`,
  );
  const { rows } = await pool().query<{ id: string }>(
    'SELECT id FROM slack_removals WHERE next_attempt_at IS NOT NULL',
  );
  for (const { id } of rows) await remediateSlack(id);
}

export const notices = async (): Promise<string[]> => {
  const { rows } = await pool().query<{ key: string }>('SELECT key FROM notice_marks ORDER BY key');
  return rows.map(({ key }) => key);
};
