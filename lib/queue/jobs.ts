import { z } from 'zod';

type QueueSpec = {
  payload: z.ZodType;
  retryLimit: number;
  retryDelaySeconds: number;
  /** A job whose worker stays silent this long goes to another one; pg-boss looks for them once a minute. */
  heartbeatSeconds?: number;
  expireSeconds: number;
  /** When the queue runs by the clock (cron, UTC) instead of by demand. */
  cron?: string;
};

/**
 * Every queue: its name, what a job of it says, how often it is tried. The seam between ingest, scan and
 * dispatch. Jobs carry references, never content.
 */
export const QUEUES = {
  'process-events': {
    payload: z.object({ ids: z.array(z.uuid()).min(1).max(1000) }),
    retryLimit: 1_000,
    retryDelaySeconds: 1,
    heartbeatSeconds: 30,
    expireSeconds: 600,
  },
  'export-events': {
    payload: z.object({ id: z.uuid() }),
    retryLimit: 20,
    retryDelaySeconds: 5,
    heartbeatSeconds: 30,
    expireSeconds: 300,
  },
  'bulk-operations': {
    payload: z.object({ id: z.uuid() }),
    retryLimit: 20,
    retryDelaySeconds: 5,
    heartbeatSeconds: 30,
    expireSeconds: 300,
  },
  'scan-file': {
    payload: z.object({ id: z.uuid() }),
    retryLimit: 20,
    retryDelaySeconds: 5,
    heartbeatSeconds: 30,
    expireSeconds: 300,
  },
  'run-backtests': {
    payload: z.object({ id: z.uuid() }),
    retryLimit: 20,
    retryDelaySeconds: 5,
    heartbeatSeconds: 30,
    expireSeconds: 300,
  },
  'scan-slack-message': {
    payload: z.object({ id: z.uuid() }),
    retryLimit: 100,
    retryDelaySeconds: 2,
    heartbeatSeconds: 30,
    expireSeconds: 120,
  },
  'remediate-slack': {
    payload: z.object({ id: z.uuid() }),
    retryLimit: 20,
    retryDelaySeconds: 5,
    heartbeatSeconds: 30,
    expireSeconds: 120,
  },
  'fetch-slack-file': {
    payload: z.object({ id: z.uuid() }),
    retryLimit: 100,
    retryDelaySeconds: 5,
    heartbeatSeconds: 30,
    expireSeconds: 180,
  },
  'send-account-mail': {
    payload: z.object({ id: z.uuid() }),
    retryLimit: 5,
    retryDelaySeconds: 5,
    expireSeconds: 120,
  },
  'sweep-events': {
    payload: z.object({}),
    retryLimit: 0,
    retryDelaySeconds: 0,
    expireSeconds: 55,
    cron: '* * * * *',
  },
  'seal-audit': {
    payload: z.object({}),
    retryLimit: 0,
    retryDelaySeconds: 0,
    expireSeconds: 300,
    cron: '* * * * *',
  },
  'check-ledger': {
    payload: z.object({}),
    retryLimit: 0,
    retryDelaySeconds: 0,
    expireSeconds: 55,
    cron: '* * * * *',
  },
  'watch-destinations': {
    payload: z.object({}),
    retryLimit: 0,
    retryDelaySeconds: 0,
    expireSeconds: 55,
    cron: '* * * * *',
  },
  'maintain-partitions': {
    payload: z.object({}),
    retryLimit: 10,
    retryDelaySeconds: 60,
    expireSeconds: 300,
    cron: '7 * * * *',
  },
  // What a killed or overlong run leaves is found by the next one.
  'apply-retention': {
    payload: z.object({}),
    retryLimit: 0,
    retryDelaySeconds: 0,
    expireSeconds: 3_600,
    cron: '17 * * * *',
  },
  'forget-expired': {
    payload: z.object({}),
    retryLimit: 3,
    retryDelaySeconds: 60,
    expireSeconds: 300,
    cron: '*/10 * * * *',
  },
} as const satisfies Record<string, QueueSpec>;

export type QueueName = keyof typeof QUEUES;
export type Payload<Q extends QueueName> = z.infer<(typeof QUEUES)[Q]['payload']>;
