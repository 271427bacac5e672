import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as readEvent } from '#app/api/v1/events/[id]/route.ts';
import { GET as listWarnings } from '#app/api/v1/warnings/route.ts';
import { processEventsJob } from '#jobs/process-events.ts';
import { systemContext } from '#lib/auth/context.ts';
import { closeScanner } from '#lib/dlp/scan-documents.ts';
import { createScanPool, type ScanPool } from '#lib/dlp/scan-pool.ts';
import { installDefaults } from '#lib/pipeline/install-defaults.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { flushWarnings } from '#lib/warnings/note-warning.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeClient, type TestClient } from '#tests/support/make-client.ts';
import { quietLog } from '#tests/support/peer-dispatch.ts';
import { makePerson, type Person } from '#tests/support/people.ts';
import { takeEvents } from '#tests/support/take-events.ts';

useTestDatabase();
const THREAD = new URL('../support/crashing-scan-thread.ts', import.meta.url);
let threads: ScanPool;
let admin: Person;
let client: TestClient;
const quiet = quietLog();
beforeAll(async () => {
  // The scanner of this process, with threads that certain documents end.
  threads = createScanPool({ size: 2, timeoutMs: 50, thread: THREAD });
  processSingleton('dlp.scanner', () => ({ pool: threads, loading: Promise.resolve(), setVersion: '' }));
  await installDefaults(systemContext('tests'));
  admin = await makePerson('ada', ['administrator']);
  client = await makeClient();
});
afterAll(async () => {
  await closeScanner();
  quiet[Symbol.dispose]();
});

type Seen = {
  status: string;
  verdict: string | null;
  trace: { step: string; outcome: string; detail: string }[];
};
async function seen(id: string): Promise<Seen> {
  const path = `/api/v1/events/${id}?include=trace`;
  const answer = await callRoute(readEvent, { token: admin.token, params: { id }, path });
  return answer.body as unknown as Seen;
}

const batchWith = (poison: readonly string[]): object[] =>
  Array.from({ length: 40 }, (_, i) => ({
    name: `event ${i}`,
    data: { note: poison[i / 7] ?? 'card 4111 1111 1111 1111' },
  }));

// Each death costs a new thread with every pattern compiled.
const PATIENT = { timeout: 120_000 };

describe.each(['throw in the thread', 'end the thread'])(
  'an event at which the scanner dies: %s',
  PATIENT,
  (text) => {
    it('fails alone after two tries, and the rest of its batch goes on', async () => {
      const ids = await takeEvents(client, batchWith([text, text, text]));
      const before = threads.restarts();
      await processEventsJob.run([{ ids }]);
      const all = await Promise.all(ids.map(seen));
      expect(all.map(({ status }) => status)).toEqual(
        ids.map((_, i) => ([0, 7, 14].includes(i) ? 'failed' : 'processed')),
      );
      expect(all.filter(({ verdict }) => verdict === 'redact')).toHaveLength(37);
      expect(threads.restarts() - before).toBe(6);
      expect(all[7]?.trace.at(-1)).toMatchObject({
        step: 'failed',
        outcome: 'failed',
        detail: 'the scan broke off at the event twice; the log says why',
      });
    });

    it('is not tried again, and its sender is warned', async () => {
      const sender = await makeClient();
      const ids = await takeEvents(sender, batchWith([text]));
      await processEventsJob.run([{ ids }]);
      const before = threads.restarts();
      await processEventsJob.run([{ ids }]);
      expect(threads.restarts()).toBe(before);
      await flushWarnings();
      const { body } = await callRoute(listWarnings, {
        token: admin.token,
        path: `/api/v1/warnings?client=${sender.id}`,
      });
      expect(body.items).toMatchObject([{ reason: 'not_processed', count: 1 }]);
    });

    it('is as bounded when every event of the batch is like it', async () => {
      const data = { note: text };
      const ids = await takeEvents(
        client,
        Array.from({ length: 6 }, (_, i) => ({ name: `event ${i}`, data })),
      );
      const before = threads.restarts();
      await processEventsJob.run([{ ids }]);
      expect((await Promise.all(ids.map(seen))).every(({ status }) => status === 'failed')).toBe(true);
      expect(threads.restarts() - before).toBe(12);
    });
  },
);
