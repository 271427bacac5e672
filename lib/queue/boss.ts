import { type ConstructorOptions, PgBoss } from 'pg-boss';
import { env } from '#lib/platform/env.ts';
import { log } from '#lib/platform/log.ts';
import { forgetSingleton, processSingleton } from '#lib/platform/singleton.ts';
import { QUEUES, type QueueName } from './jobs.ts';

const DAY_SECONDS = 86_400;

function make(options: Partial<ConstructorOptions>): PgBoss {
  const boss = new PgBoss({
    connectionString: env().DATABASE_URL,
    application_name: 'the-eye queue',
    max: 4,
    ...options,
  });
  // Without a listener, a database restart would end the process.
  boss.on('error', (error) => log.warn({ err: error }, 'the queue reported an error'));
  boss.on('warning', (warning) => log.warn({ warning }, 'the queue warns'));
  return boss;
}

/** Installs or upgrades the queue's tables and makes every queue: run with the migrations, never by a server. */
export async function migrateQueue(): Promise<void> {
  const boss = make({ supervise: false, schedule: false, migrate: true });
  await boss.start();
  try {
    for (const [name, spec] of Object.entries(QUEUES)) {
      const options = {
        retryLimit: spec.retryLimit,
        retryDelay: spec.retryDelaySeconds,
        expireInSeconds: spec.expireSeconds,
        // Waiting jobs hold accepted work: the default of 14 days would delete it.
        retentionSeconds: 90 * DAY_SECONDS,
        deleteAfterSeconds: 600,
        ...('heartbeatSeconds' in spec ? { heartbeatSeconds: spec.heartbeatSeconds } : {}),
      };
      if (await boss.getQueue(name)) await boss.updateQueue(name, options);
      else await boss.createQueue(name, { ...options, policy: 'standard', partition: true });
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** A started connection that only sends. */
export function senderBoss(): Promise<PgBoss> {
  return processSingleton('queue.sender', () => {
    const boss = make({ supervise: false, schedule: false, migrate: false, max: 2 });
    return boss.start().catch((error: unknown) => {
      // The next caller tries anew; one failed start must not stay for ever.
      forgetSingleton('queue.sender');
      throw error;
    });
  });
}

/** A started connection that works, maintains and keeps the clock. */
export async function workerBoss(): Promise<PgBoss> {
  const boss = make({
    migrate: false,
    maintenanceIntervalSeconds: 120,
    superviseIntervalSeconds: 30,
    max: 6,
  });
  await boss.start();
  for (const [name, spec] of Object.entries(QUEUES)) {
    if ('cron' in spec) await boss.schedule(name as QueueName, spec.cron, {});
  }
  return boss;
}

export async function closeSenderBoss(): Promise<void> {
  // One that cannot start has nothing to close.
  const boss = await forgetSingleton<Promise<PgBoss>>('queue.sender')?.catch(() => undefined);
  await boss?.stop({ graceful: false });
}
