import { resumeBacktests } from '#lib/backtests/resume-backtests.ts';
import { resumeBulkOperations } from '#lib/bulk-operations/resume-bulk-operations.ts';
import { startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { flushExclusionHits } from '#lib/dlp/exclusions/note-hits.ts';
import { closeScanner, warmUpScanner } from '#lib/dlp/scan-documents.ts';
import { resumeExports } from '#lib/events/exports/resume-exports.ts';
import { maintainPartitions } from '#lib/events/maintain-partitions.ts';
import { sweepEvents } from '#lib/events/sweep-events.ts';
import { closeBacktestScanner } from '#lib/pipeline/backtest-scanner.ts';
import { startScanJobLoop } from '#lib/pipeline/start-scan-job-loop.ts';
import { tellStateChange } from '#lib/pipeline/tell-state-change.ts';
import { onChange, startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { closeDatabase } from '#lib/platform/db.ts';
import { log } from '#lib/platform/log.ts';
import { onShutdown, reportReady } from '#lib/platform/process-life.ts';
import { closeSenderBoss, workerBoss } from '#lib/queue/boss.ts';
import { QUEUES, type QueueName } from '#lib/queue/jobs.ts';
import { openJobQueue } from '#lib/slack/job-queue.ts';
import { resumeSlackRemovals } from '#lib/slack/resume-removals.ts';
import { flushWarnings } from '#lib/warnings/note-warning.ts';
import { workQueue } from './run-job.ts';

const boss = await workerBoss();
await startChangeFeed();
await maintainPartitions(clock.now());
await warmUpScanner();

const queues = Object.keys(QUEUES) as QueueName[];
const workers = new Map<string, string[]>();
for (const queue of queues) workers.set(queue, await workQueue(boss, queue));

const deliveries = startDeliveryLoop(tellStateChange);
const scanQueue = await openJobQueue();
const scanJobs = scanQueue && startScanJobLoop(scanQueue);

const sweep = (): Promise<unknown> =>
  Promise.all(
    [sweepEvents, resumeExports, resumeBulkOperations, resumeSlackRemovals, resumeBacktests].map((look) =>
      look(clock.now(), { afterBreak: true }),
    ),
  ).catch((error: unknown) =>
    log.warn({ err: error }, 'what a break left behind waits for the next full minute'),
  );

// A null says that notices may have been missed: everybody looks.
onChange('wake', (queue) => {
  if (queue === null) void sweep();
  if (queue === 'deliveries' || queue === null) deliveries.wake();
  for (const [name, ids] of workers) {
    if (queue !== name && queue !== null) continue;
    for (const id of ids) boss.notifyWorker(id);
  }
});

// Paused, resumed, changed: seen at once, and not at the next look.
onChange('destination', deliveries.wake);

// What a killed worker left behind is picked up at once, and not at the next full minute.
await sweep();
log.info({ queues }, 'the worker is ready');
reportReady();

onShutdown([
  () => Promise.all([boss.stop({ graceful: true, timeout: 10_000 }), deliveries.stop(), scanJobs?.stop()]),
  closeScanner,
  closeBacktestScanner,
  flushWarnings,
  flushExclusionHits,
  stopChangeFeed,
  closeSenderBoss,
  closeDatabase,
]);
