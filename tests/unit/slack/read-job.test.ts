import { expect, it } from 'vitest';
import { readJob } from '#lib/slack/read-job.ts';

it('reads both tasks with their fields', () => {
  const message = { task: 'scan_message', channel_id: 'C1', user_id: 'U1', content: 'hi' };
  expect(readJob(JSON.stringify(message))).toEqual(message);
  expect(readJob('{"task":"scan_file","file_path":"/data/a.txt"}')).toEqual({
    task: 'scan_file',
    file_path: '/data/a.txt',
  });
});

it.each([
  '',
  'x',
  '[]',
  '{}',
  'null',
  '{"task":"x"}',
  '{"task":"scan_file"}',
  '{"task":"scan_message","channel_id":"C1"}',
])('reads nothing of %s', (body) => {
  expect(readJob(body)).toBeNull();
});
