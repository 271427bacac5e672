import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { takeScanJobs } from '#lib/pipeline/take-scan-jobs.ts';
import { pool } from '#lib/platform/db.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { type JobQueue, openJobQueue } from '#lib/slack/job-queue.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { type ScanQueue, startScanQueue } from '#tests/support/peer-scan-queue.ts';
import { SQS_KEY_ID, SQS_REGION, SQS_SECRET } from '#tests/support/peer-sqs.ts';
import { notices, useSlackStage, workOff } from '#tests/support/slack-stage.ts';

useTestDatabase();
useSlackStage();
let peer: ScanQueue;
let queue: JobQueue;
let folder: string;
const settings: Record<string, string> = {};
beforeAll(async () => {
  peer = await startScanQueue();
  folder = await mkdtemp(join(tmpdir(), 'eye-jobs-'));
  Object.assign(settings, {
    SLACK_QUEUE_URL: peer.url,
    SLACK_QUEUE_REGION: SQS_REGION,
    SLACK_QUEUE_ACCESS_KEY_ID: SQS_KEY_ID,
    SLACK_QUEUE_SECRET_ACCESS_KEY: SQS_SECRET,
    SLACK_QUEUE_FILES: folder,
  });
  Object.assign(process.env, settings);
  forgetSingleton('env');
  queue = (await openJobQueue()) as JobQueue;
});
afterAll(async () => {
  for (const name of Object.keys(settings)) delete process.env[name];
  forgetSingleton('env');
  queue.close();
  await peer[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const scans = async () => {
  const { rows } = await pool().query(
    `SELECT 'message' AS kind, state, channel_id AS channel FROM slack_messages
      UNION ALL SELECT 'file', state, NULL FROM files ORDER BY 1, 2`,
  );
  return rows;
};
const message = (content: string) => ({ task: 'scan_message', channel_id: 'C1', user_id: 'U1', content });

describe('jobs of the earlier system’s producers', () => {
  it('of both kinds are taken with their fields, scanned, and out of the queue', async () => {
    await writeFile(join(folder, 'leak.txt'), 'secret=mysecret123');
    peer.put(message('secret=mysecret123'));
    peer.put({ task: 'scan_file', file_path: join(folder, 'leak.txt') });
    expect(await takeScanJobs(queue)).toBe(2);
    expect(peer.bodies()).toEqual([]);
    await workOff();
    expect(await scans()).toEqual([
      { kind: 'file', state: 'leaking', channel: null },
      { kind: 'message', state: 'leaking', channel: 'C1' },
    ]);
    const { rows } = await pool().query<{ masked: string }>('SELECT masked FROM finding_places');
    expect(rows).toHaveLength(2);
  });

  it('a batch of three is three scans', async () => {
    for (const content of ['one', 'two', 'three']) peer.put(message(content));
    await takeScanJobs(queue);
    await workOff();
    expect(await scans()).toHaveLength(3);
    expect(await notices()).toEqual([]);
  });

  it.each([
    ['no JSON', 'scan this', 'invalid_body'],
    ['an unknown task', { task: 'scan_everything' }, 'invalid_body'],
    ['a missing field', { task: 'scan_message', channel_id: 'C1', user_id: 'U1' }, 'invalid_body'],
    ['a field of another type', { ...message('x'), content: 7 }, 'invalid_body'],
    ['a file that is not there', { task: 'scan_file', file_path: 'none.txt' }, 'file_missing'],
    ['a file beyond the folder', { task: 'scan_file', file_path: '../../etc/passwd' }, 'file_outside'],
  ])('%s starts no scan, is consumed and told', async (_, body, reason) => {
    peer.put(body);
    peer.put(message('a good one'));
    expect(await takeScanJobs(queue)).toBe(2);
    expect(peer.bodies()).toEqual([]);
    expect(await scans()).toHaveLength(1);
    expect(await notices()).toEqual([`slack.job_refused.${reason}`]);
  });

  it('a link out of the folder is not followed', async () => {
    await symlink('/etc/hostname', join(folder, 'link.txt'));
    peer.put({ task: 'scan_file', file_path: 'link.txt' });
    await takeScanJobs(queue);
    expect(await notices()).toEqual(['slack.job_refused.file_outside']);
  });

  it('nothing leaves the queue before it is stored; what comes twice is kept once', async () => {
    peer.put(message('first'));
    const query = vi.spyOn(pool(), 'connect').mockRejectedValueOnce(new Error('the store is away') as never);
    await expect(takeScanJobs(queue)).rejects.toThrow('the store is away');
    query.mockRestore();
    expect(peer.bodies()).toHaveLength(1);
    peer.showAgain();
    await takeScanJobs(queue);
    expect(peer.bodies()).toEqual([]);
    expect(await scans()).toHaveLength(1);

    const id = peer.put(message('second'));
    const again: JobQueue = { ...queue, remove: async () => undefined };
    await takeScanJobs(again);
    peer.showAgain();
    await takeScanJobs(queue);
    expect(await scans()).toHaveLength(2);
    const { rowCount } = await pool().query('SELECT 1 FROM slack_messages WHERE event_id = $1', [
      `sqs-${id}`,
    ]);
    expect(rowCount).toBe(1);
  });
});

describe('the settings', () => {
  it('without an address there is no queue; without its key the worker says so', async () => {
    delete process.env.SLACK_QUEUE_URL;
    forgetSingleton('env');
    expect(await openJobQueue()).toBeNull();
    process.env.SLACK_QUEUE_URL = peer.url;
    delete process.env.SLACK_QUEUE_SECRET_ACCESS_KEY;
    forgetSingleton('env');
    await expect(openJobQueue()).rejects.toThrow('Configuration refused');
    Object.assign(process.env, settings);
    forgetSingleton('env');
  });
});
