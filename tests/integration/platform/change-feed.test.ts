import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  isChangeFeedLive,
  notifyChange,
  onChange,
  startChangeFeed,
  stopChangeFeed,
} from '#lib/platform/change-feed.ts';
import { inTransaction, pool, prisma } from '#lib/platform/db.ts';
import { useTestDatabase } from '#tests/support/database.ts';

useTestDatabase();
const heard: (string | null)[] = [];
beforeAll(async () => {
  onChange('thing', (id) => heard.push(id));
  await startChangeFeed();
});
afterAll(stopChangeFeed);
beforeEach(() => {
  heard.length = 0;
});

describe('the change feed', () => {
  it('tells of a committed change under its topic, and of no other', async () => {
    await notifyChange(prisma(), 'other', 'x');
    await notifyChange(prisma(), 'thing', 'a:b');
    await expect.poll(() => heard).toEqual(['a:b']);
  });

  it('tells nothing of a change that was rolled back', async () => {
    const work = inTransaction({ db: prisma() }, async ({ db }) => {
      await notifyChange(db, 'thing', 'never');
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    await notifyChange(prisma(), 'thing', 'after');
    await expect.poll(() => heard).toEqual(['after']);
  });

  it('comes back after its connection was killed, and has everything forgotten that it may have missed', async () => {
    const listening = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN%'`;
    expect((await pool().query(listening)).rowCount).toBe(1);
    await expect.poll(() => heard, { timeout: 5_000 }).toEqual([null]);
    expect(isChangeFeedLive()).toBe(true);
    await notifyChange(prisma(), 'thing', 'again');
    await expect.poll(() => heard).toEqual([null, 'again']);
  });
});
