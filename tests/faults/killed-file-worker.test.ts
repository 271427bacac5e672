import { expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { storeFile } from '#lib/files/store-file.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { pool } from '#lib/platform/db.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { startWorker } from '#tests/support/run-program.ts';

const database = useTestDatabase();
const FILES = 30;

type Progress = { waiting: number; leaking: number; places: number; contents: number };
async function progress(): Promise<Progress> {
  const { rows } = await pool().query<Progress>(
    `SELECT (SELECT count(*)::int FROM files WHERE state IN ('queued', 'scanning')) AS waiting,
      (SELECT count(*)::int FROM files WHERE state = 'leaking') AS leaking,
      (SELECT count(*)::int FROM finding_places) AS places, (SELECT count(*)::int FROM file_contents) AS contents`,
  );
  return rows[0] as Progress;
}

it('a worker killed among its scans loses no file and finds nothing twice', async () => {
  const ctx = systemContext('tests');
  await installDefaults(ctx);
  const text = `${'nothing here\n'.repeat(20_000)}card 4111 1111 1111 1111\n`;
  for (let i = 0; i < FILES; i += 1) await storeFile(ctx, { name: `${i}.txt`, bytes: Buffer.from(text) });
  {
    await using worker = await startWorker(database.url);
    const some = { leaking: expect.toSatisfy((count: number) => count > 0) };
    await expect.poll(progress, { timeout: 30_000, interval: 1 }).toMatchObject(some);
    expect(await worker.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
  }
  const left = await progress();
  expect(left.waiting).toBeGreaterThan(0);
  // What was found is there with the state that says so, or neither is.
  expect([left.places, left.contents]).toEqual([left.leaking, FILES - left.leaking]);
  // As when the worker has been silent for long enough.
  await pool().query(`UPDATE files SET moved_at = now() - interval '10 minutes' WHERE state <> 'leaking'`);
  await using _worker = await startWorker(database.url);
  await expect
    .poll(progress, { timeout: 60_000, interval: 100 })
    .toEqual({ waiting: 0, leaking: FILES, places: FILES, contents: 0 });
});
