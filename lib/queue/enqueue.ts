import { pool } from '#lib/platform/db.ts';
import { forgetSingleton, processSingleton } from '#lib/platform/singleton.ts';
import { senderBoss } from './boss.ts';
import { type Payload, QUEUES, type QueueName } from './jobs.ts';

/** Sends one job, checked against the queue's schema. */
export async function enqueue<Q extends QueueName>(queue: Q, payload: Payload<Q>): Promise<void> {
  const boss = await senderBoss();
  await boss.insert(queue, [{ data: QUEUES[queue].payload.parse(payload) }]);
}

/** The same for a job that nobody looks at before its time. */
export async function enqueueLater<Q extends QueueName>(
  queue: Q,
  payload: Payload<Q>,
  waitMs: number,
): Promise<void> {
  const boss = await senderBoss();
  const startAfter = new Date(Date.now() + waitMs);
  await boss.insert(queue, [{ data: QUEUES[queue].payload.parse(payload), startAfter }]);
}

/**
 * The queue's own INSERT as SQL, its one parameter replaced by `parameter` (for example `$4`), to stand in a
 * larger statement: rows and job are then one statement and one commit. The parameter takes `jobJson`.
 */
export function enqueueSql(queue: QueueName, parameter: string): Promise<string> {
  const slot = `queue.sql.${queue}.${parameter}`;
  return processSingleton(slot, () =>
    captureInsert(queue).then(
      (text) => text.replace('$1', parameter),
      (error: unknown) => {
        forgetSingleton(slot);
        throw error;
      },
    ),
  );
}

async function captureInsert(queue: QueueName): Promise<string> {
  let text = '';
  const boss = await senderBoss();
  await boss.insert(queue, [{ data: {} }], {
    db: {
      executeSql: async (sql) => {
        text = sql;
        return { rows: [] };
      },
    },
  });
  if (!/^\s*INSERT INTO /.test(text) || (text.match(/\$\d/g) ?? []).join() !== '$1') {
    throw new Error('The queue library no longer inserts by one statement with one parameter.');
  }
  return text;
}

/** The value for the parameter of `enqueueSql`. */
export function jobJson<Q extends QueueName>(payloads: Payload<Q>[]): string {
  return JSON.stringify(payloads.map((data) => ({ data })));
}

/** Whether any job waits for a worker, or for another try. */
export async function hasWaitingJobs(queue: QueueName): Promise<boolean> {
  const result = await pool().query<{ waiting: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM pgboss.job WHERE name = $1 AND state IN ('created', 'retry')) AS waiting`,
    [queue],
  );
  return result.rows[0]?.waiting === true;
}
